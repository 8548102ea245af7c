// A file that a clerk's form sent, attached to a document.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "grpcpp/support/status.h"
#include "santong/v1/document.pb.h"
#include "server/pages/desk.h"
#include "server/pages/form.h"
#include "server/pages/refusal.h"

namespace santong::pages {

// Attaches the file to documents/{document}, as the clerk; with `publish` it goes out with the
// document (随文公布). It may be repeated: the same bytes are the same file.
grpc::Status Attach(const Site& site, const Visit& visit, const Clerk& clerk,
                    const std::string& document, const FormFile& file, bool publish);

// Whether the file goes out with the document (随文公布).
bool IsPublished(const v1::Document& document, const FormFile& file);

// What became of an act with the files of its evidence.
struct DoneWithFiles {
  grpc::Status status;                // of the act, or of the file that was refused
  const FormFile* refused = nullptr;  // that file
  bool are_attached = false;          // the files, whatever became of the act
};

// Does the act on documents/{document} whose request names the files (NameFiles), and attaches them
// before, unpublished. What is refused attaches nothing: the act is rehearsed first. Where it is
// refused all the same, after that, the files stay with the document. May be repeated like the act:
// the same bytes are the same file. With `rehearsed` the act alone is rehearsed.
DoneWithFiles DoWithFiles(const Site& site, const Visit& visit, const Clerk& clerk,
                          const std::string& document, const std::vector<const FormFile*>& files,
                          bool rehearsed, absl::FunctionRef<grpc::Status(bool validate_only)> act);

// What the form says of a file that was refused, at the file.
std::vector<Wrong> WrongOfFile(const FormFile& file, const grpc::Status& refusal,
                               const Visit& visit);

}  // namespace santong::pages
