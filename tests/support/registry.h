// A small registry over a channel: places, organs, people, and documents brought to any point of
// their life through the API, as a clerk would.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/civil_time.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/admin_service.grpc.pb.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "santong/v1/cleanup_service.grpc.pb.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "santong/v1/task_service.grpc.pb.h"
#include "tests/support/draft.h"

namespace santong::testing {

// A bearer token on a call; none for the public.
std::unique_ptr<grpc::ClientContext> As(const std::string& token);

struct Tokens {
  std::string admin;
  std::string drafter;             // of kCivilAffairs
  std::string government_drafter;  // of kGovernment
  std::string other_drafter;       // of kEducation
  std::string reviewer;            // of kLegalOffice
  std::string publisher;           // of kGovernmentOffice
  std::string city_reviewer;       // of kCityLegalOffice
  std::string auditor;
};

class Registry {
 public:
  // Sets up places, organs, a number template (测登〔2026〕1号) and people. Dies with a message
  // when a call fails: a test without its registry tests nothing.
  Registry(std::shared_ptr<grpc::Channel> channel, const std::string& admin_token);

  v1::DocumentService::Stub& documents() { return *documents_; }
  v1::AdminService::Stub& admin() { return *admin_; }
  v1::CatalogService::Stub& catalog() { return *catalog_; }
  v1::CleanupService::Stub& cleanups() { return *cleanups_; }
  v1::TaskService::Stub& tasks() { return *tasks_; }
  const Tokens& tokens() const { return tokens_; }
  // Today by the server, YYYY-MM-DD.
  const std::string& today() const { return today_; }

  // A draft that lacks nothing: every piece of evidence of the check list, dated before today.
  v1::CreateDocumentRequest CompleteDraft(const std::string& title) const;
  // The same of the government itself, with the number 平政〔2026〕n号.
  v1::CreateDocumentRequest GovernmentDraft(const std::string& title = "平安区人民政府养老服务办法",
                                            int number = 1) const;
  // A file of the drafter's, put to the document.
  v1::Attachment Attached(const std::string& document, const std::string& file_name,
                          const std::string& bytes);
  // Each brings a new document to the state; returns it.
  v1::Document Drafted(const std::string& title);
  v1::Document Submitted(const std::string& title);
  v1::Document Registered(const std::string& title);
  v1::Document Published(const std::string& title);
  v1::Document Published(const v1::CreateDocumentRequest& draft);

 private:
  const std::string& DrafterOf(const v1::Document& document) const;
  v1::Document Draft(const v1::CreateDocumentRequest& draft);
  v1::Document Submit(const v1::Document& drafted);
  v1::Document Register(const v1::Document& submitted);
  v1::Document Publish(const v1::Document& registered);

  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  std::unique_ptr<v1::CatalogService::Stub> catalog_;
  std::unique_ptr<v1::CleanupService::Stub> cleanups_;
  std::unique_ptr<v1::TaskService::Stub> tasks_;
  Tokens tokens_;
  std::string today_;
};

}  // namespace santong::testing
