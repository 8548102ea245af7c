#include "server/domain/document/decide.h"

#include "server/domain/document/clocks.h"
#include "server/domain/document/scope.h"
#include "server/domain/document/subject.h"

namespace santong::document {
namespace {

// The document as the executor of tables sees it.
struct DocumentSubject {
  static absl::Span<const Row> Table() { return document::Table(); }
  static v1::DocumentState StateOf(const Facts& facts) { return facts.document.state(); }
  static std::string NameOf(const Facts& facts) {
    return facts.document.name().empty() ? "documents/-" : facts.document.name();
  }
  static std::string StateName(v1::DocumentState state) { return document::StateName(state); }
  static const char* StateTitleZh(v1::DocumentState state) { return document::StateTitleZh(state); }
  static const char* ActionName(Action action) { return document::ActionName(action); }
  static const char* ActionTitleZh(Action action) { return document::ActionTitleZh(action); }
  static bool MayAct(const Row& row, const Facts& facts) { return document::MayAct(row, facts); }
  static std::string RolesInScope(const Row& row, const Facts& facts) {
    return document::RolesInScope(row, facts);
  }
  static Change Begin(const Facts& facts) {
    Change change;
    change.document = Subject(facts);
    return change;
  }
  static void SetState(Change& change, v1::DocumentState state) {
    change.document.set_state(state);
  }
  static void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change) {
    document::ApplyClockStep(facts, step, change);
  }
};

}  // namespace

absl::StatusOr<Decision> Decide(const Facts& facts) {
  return workflow::Decide<DocumentSubject, Row, Change>(facts);
}

}  // namespace santong::document
