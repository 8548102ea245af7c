// The nouns; each is a file.
#pragma once

#include "client/cli/command.h"

namespace santong::cli {

void AddDocumentCommands(Commands& commands);  // doc
void AddDocumentActs(Commands& commands, CLI::App& doc);
void AddDocumentFiles(Commands& commands, CLI::App& doc);  // attach, fetch, evidence
void AddCatalogCommands(Commands& commands);
void AddCatalogSearch(Commands& commands, CLI::App& catalog);  // search, diff, citations, export
void AddFilingCommands(Commands& commands);
void AddCleanupCommands(Commands& commands);
void AddCleanupLists(Commands& commands, CLI::App& cleanup);  // lists, import-result
void AddTaskCommands(Commands& commands);
void AddStatisticsCommands(Commands& commands);
void AddLogCommands(Commands& commands);
void AddVerifyCommand(Commands& commands, CLI::App& parent);
void AddObjectionCommands(Commands& commands);
void AddObjectionFiles(Commands& commands, CLI::App& objection);  // evidence, fetch, letter
void AddAdminCommands(Commands& commands);
void AddBackupCommands(Commands& commands, CLI::App& admin);
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
