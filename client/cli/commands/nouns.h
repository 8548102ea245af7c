// The nouns; each is a file.
#pragma once

#include "client/cli/command.h"
#include "google/protobuf/repeated_field.h"
#include "santong/v1/jurisdiction.pb.h"

namespace santong::cli {

void AddDocumentCommands(Commands& commands);  // doc
void AddDocumentActs(Commands& commands, CLI::App& doc);
void AddDocumentFiles(Commands& commands, CLI::App& doc);  // attach, fetch, erase, evidence
void AddDocumentExtract(Commands& commands, CLI::App& doc);
void AddDocumentLetter(Commands& commands, CLI::App& doc);
// What --file of create and update does: the text into the request before the call, the original to
// the document after it. `path` is empty where no file is given.
absl::Status TakeTextFromFile(Session& session, const std::string& path,
                              google::protobuf::Message* request);
absl::Status AttachOriginal(Session& session, const std::string& path,
                            const google::protobuf::Message& request,
                            const google::protobuf::Message& document);
void AddCatalogCommands(Commands& commands);
void AddCatalogSearch(Commands& commands, CLI::App& catalog);  // search, diff, citations
void AddCatalogGraph(Commands& commands, CLI::App& catalog);
void AddCatalogFiles(Commands& commands, CLI::App& catalog);  // export, print, watch
void AddFilingCommands(Commands& commands);
void AddFilingLists(Commands& commands, CLI::App& filing);  // lists, show-list, record-list
void AddFilingLetter(Commands& commands, CLI::App& filing);
void AddCleanupCommands(Commands& commands);
void AddCleanupLists(Commands& commands, CLI::App& cleanup);  // lists, import-result
void AddTaskCommands(Commands& commands);
void AddStatisticsCommands(Commands& commands);
void AddLogCommands(Commands& commands);
void AddVerifyCommand(Commands& commands, CLI::App& parent);
void AddObjectionCommands(Commands& commands);
void AddObjectionFiles(Commands& commands, CLI::App& objection);  // evidence, fetch, letter
// Writes the file, or to standard output when `path` is "-"; the exit code.
int WriteFile(Session& session, const std::string& path, const std::string& bytes);
// Prints a letter as text, or writes it as a page to the file at `path` where that is given.
int GiveLetter(Session& session, const std::string& text, const std::string& html,
               const std::string& path);
void AddAdminCommands(Commands& commands);
// Says what is amiss with how places are set up, a line each.
void SayWarnings(Session& session,
                 const google::protobuf::RepeatedPtrField<v1::PlaceWarning>& warnings);
void AddBackupCommands(Commands& commands, CLI::App& admin);
void AddStandbyCommands(Commands& commands, CLI::App& admin);
void AddOrganCommands(Commands& commands, CLI::App& admin);
void AddPrincipalCommands(Commands& commands, CLI::App& admin);  // principal, token
void AddPolicyCommands(Commands& commands, CLI::App& parent);
void AddCalendarCommands(Commands& commands, CLI::App& parent);
void AddWorkflowCommands(Commands& commands);
void AddImportCommand(Commands& commands, CLI::App& parent);
void AddConfigCommands(Commands& commands);
void AddServerCommands(Commands& commands);  // health, version, doctor
void AddShellCommands(Commands& commands);   // completion, man

}  // namespace santong::cli
