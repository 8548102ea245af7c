// The kinds of resources that the desk works on, each with its workflow and its methods.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "santong/v1/workflow.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_form.h"

namespace santong::pages {

struct DeskKind {
  const char* collection;  // "documents", also in the path
  const char* service;     // "santong.v1.DocumentService"
  const char* get;         // method
  const char* list;
  const char* workflow;  // "workflows/document"
};

// Null for none.
const DeskKind* KindOfCollection(absl::string_view collection);

std::string MethodPath(const DeskKind& kind, absl::string_view method);
// An empty request of the method; null when the service has no such unary method.
std::unique_ptr<google::protobuf::Message> NewRequest(const DeskKind& kind,
                                                      absl::string_view method);
std::unique_ptr<google::protobuf::Message> NewResponse(const DeskKind& kind,
                                                       absl::string_view method);

// What the form of a method shows: what the table asks of its evidence, and where it is less than
// the request has.
FormFields FieldsOfForm(absl::string_view method, const v1::Workflow& workflow);

// Sets a string field of the message, where it has one of that name.
void SetText(google::protobuf::Message* message, const std::string& field,
             const std::string& value);
// A string field; empty where there is none.
std::string TextOf(const google::protobuf::Message& message, const std::string& field);
// The resource's state as its workflow names it, "SUBMITTED", and in words.
std::string StateOf(const google::protobuf::Message& resource);
std::string StateLabel(const google::protobuf::Message& resource, Language language);

// What can be done next: the rows that lead out of this state, each method once, in the order of
// the table.
std::vector<const v1::WorkflowRow*> NextActs(const v1::Workflow& workflow,
                                             const std::string& state);

}  // namespace santong::pages
