// verify: a text and its receipt, judged without a server.
#include "server/domain/proof/verify.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/message_file.h"
#include "client/cli/proof/receipt.h"
#include "santong/v1/document.pb.h"

namespace santong::cli {
namespace {

using proof::Verdict;

template <class... Arguments>
void Line(Session& session, const Words& words, const Arguments&... arguments) {
  session.out() << absl::Substitute(words.In(session.language()), arguments...) << "\n";
}

// Since when and by what a genuine text is not in force.
void SayWhy(Session& session, const proof::Verification& result) {
  const proof::Leaf& leaf = result.leaf;
  if (!result.attachment.empty()) Line(session, say::kVerifyAttachment, result.attachment);
  for (const proof::LeafVersion& version : leaf.versions) {
    if (version.number != result.version || version.number == result.counting) continue;
    // A draft that was returned, a text that was corrected and one that is to come have no last
    // day.
    if (version.last_effective_date.empty()) {
      Line(session, say::kVerifyOtherText, version.number);
    } else {
      Line(session, say::kVerifyOldText, version.number, version.last_effective_date,
           leaf.versions.back().number);
    }
  }
  v1::DocumentState state = v1::DOCUMENT_STATE_UNSPECIFIED;
  v1::DocumentState_Parse(absl::StrCat("DOCUMENT_STATE_", leaf.to_state), &state);
  const std::string word =
      EnumWord(*v1::DocumentState_descriptor()->FindValueByNumber(state), session.language());
  if (!leaf.ended_date.empty()) {
    Line(session, say::kVerifySince, word, leaf.ended_date);
  } else if (!leaf.suspended_date.empty()) {
    Line(session, say::kVerifySince, word, leaf.suspended_date);
  } else if (state == v1::DOCUMENT_STATE_IN_EFFECT && !leaf.last_valid_date.empty() &&
             (result.version == 0 || result.version == result.counting)) {
    Line(session, say::kVerifyLastValid, leaf.last_valid_date);
  } else {
    Line(session, say::kVerifyState, word, leaf.effective_date);
  }
  if (!leaf.ended_by.empty()) Line(session, say::kVerifyBy, leaf.ended_by);
  Line(session, say::kVerifyEvent, leaf.type, leaf.date, leaf.event);
}

int Show(Session& session, const v1::LogReceipt& receipt, const proof::Verification& result) {
  const std::string as_of = proof::ExtensionOf(result.checkpoint, "time");
  const std::string& number = receipt.registration_number();
  int exit_code = kExitOk;
  switch (result.verdict) {
    case Verdict::kInForce:
      if (result.attachment.empty()) {
        Line(session, say::kVerifyInForce, number, as_of, result.version);
      } else {
        Line(session, say::kVerifyAttachmentInForce, number, as_of, result.attachment);
      }
      break;
    case Verdict::kNotInForce:
      Line(session, say::kVerifyNotInForce, number, as_of);
      SayWhy(session, result);
      exit_code = kExitPrecondition;
      break;
    case Verdict::kTextDiffers:
      Line(session, say::kVerifyTextDiffers, number);
      if (!result.lines.empty())
        Line(session, say::kVerifyLines, absl::StrJoin(result.lines, ", "));
      exit_code = kExitUnexpected;
      break;
    case Verdict::kUnknown:
      if (result.reason.empty()) {
        Line(session, say::kVerifyNoNumber, number, as_of);
      } else {
        Line(session, say::kVerifyUnknown, number, result.reason);
      }
      exit_code = kExitNotFound;
      break;
  }
  if (result.checkpoint.origin.empty()) {
    Line(session, say::kVerifyTrustedNothing);
  } else if (result.signers.empty()) {
    Line(session, say::kVerifyTrustedCheckpoint, result.checkpoint.origin, result.checkpoint.size);
  } else {
    Line(session, say::kVerifyTrusted, absl::StrJoin(result.signers, ", "),
         result.checkpoint.origin, result.checkpoint.size);
  }
  session.out() << std::flush;
  return exit_code;
}

struct Arguments {
  std::string file, receipt, checkpoint;
  std::vector<std::string> keys;
};

int Verify(Session& session, const Arguments& arguments) {
  auto text = ReadBytes(arguments.file);
  if (!text.ok()) return session.Fail(text.status());
  v1::LogReceipt receipt;
  if (absl::Status read = MergeFile(arguments.receipt, &receipt); !read.ok())
    return session.Fail(read);
  auto keys = ReadVerifierKeys(arguments.keys);
  if (!keys.ok()) return session.Fail(keys.status());
  std::string checkpoint;
  if (!arguments.checkpoint.empty()) {
    auto note = ReadBytes(arguments.checkpoint);
    if (!note.ok()) return session.Fail(note.status());
    checkpoint = *std::move(note);
  }
  if (keys->empty() && checkpoint.empty()) return session.Fail(Misuse(say::kVerifyTrustWhat));
  auto result = proof::VerifyText(*text, receipt, *keys, checkpoint);
  if (!result.ok()) return session.Fail(result.status());
  return Show(session, receipt, *result);
}

}  // namespace

void AddVerifyCommand(Commands& commands, CLI::App& parent) {
  const auto arguments = std::make_shared<Arguments>();
  auto* verb = commands.Verb(parent, "verify", say::kHelpVerifyText,
                             [arguments](Session& session) { return Verify(session, *arguments); });
  const Language language = commands.language();
  verb->add_option("FILE", arguments->file, say::kHelpVerifyFile.In(language))->required();
  verb->add_option("--receipt", arguments->receipt, say::kHelpVerifyReceipt.In(language))
      ->required()
      ->type_name("FILE");
  verb->add_option("--checkpoint", arguments->checkpoint, say::kHelpVerifyCheckpoint.In(language))
      ->type_name("FILE");
  verb->add_option("--key", arguments->keys, say::kHelpLogKeyFlag.In(language))->type_name("KEY");
}

}  // namespace santong::cli
