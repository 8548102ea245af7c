#include "server/domain/objection/visibility.h"

#include <utility>

#include "server/domain/objection/decide.h"
#include "server/domain/workflow/clocks.h"

namespace santong::objection {
namespace {

// Of the document it is internal evidence: who answered for it and what was noted are the offices'.
void HidePersonOfDecision(v1::Objection& objection) {
  if (!objection.has_authority_decision()) return;
  v1::Evidence& decision = *objection.mutable_authority_decision();
  decision.clear_person();
  decision.clear_attachment_sha256();
  decision.clear_note();
}

}  // namespace

bool SeesInternal(const access::Caller& caller, const v1::Objection& objection) {
  if (IsReviewerOf(caller, objection) || caller.Has(v1::ROLE_AUDITOR)) return true;
  if (caller.Has(v1::ROLE_REVIEWER) &&
      workflow::IsEscalatedTo(objection.clocks(), caller.jurisdiction))
    return true;
  return caller.Has(v1::ROLE_DRAFTER) && caller.AnswersFor(objection.issuer());
}

bool MaySee(const access::Caller& caller, const v1::Objection& objection) {
  return !IsMereLead(objection) || SeesInternal(caller, objection);
}

bool IsReviewerOf(const access::Caller& caller, const v1::Objection& objection) {
  return caller.Has(v1::ROLE_REVIEWER) && !caller.jurisdiction.empty() &&
         caller.jurisdiction == objection.jurisdiction();
}

v1::Objection ViewFor(const access::Caller& caller, v1::Objection objection) {
  if (SeesInternal(caller, objection)) {
    objection.mutable_internal()->clear_lodger();
  } else {
    objection.clear_internal();
    HidePersonOfDecision(objection);
  }
  return objection;
}

v1::Objection LodgerView(v1::Objection objection) {
  HidePersonOfDecision(objection);
  v1::ObjectionInternal& internal = *objection.mutable_internal();
  internal.clear_lodger();
  internal.clear_opinion_question();
  internal.clear_repeats();
  // The first answer was the lodger's; what followed it went to the office.
  const int shown = objection.answered_date().empty() ? 0 : 1;
  while (internal.issuer_answers_size() > shown) internal.mutable_issuer_answers()->RemoveLast();
  // Whoever was joined asked for it, in words of their own.
  if (internal.recheck_by_joined()) internal.clear_recheck_reasons();
  return objection;
}

v1::Objection JoinedView(v1::Objection objection) {
  objection = LodgerView(std::move(objection));
  // Their acts are held against the etag of their own case.
  objection.clear_etag();
  v1::ObjectionInternal shown;
  *shown.mutable_issuer_answers() = objection.internal().issuer_answers();
  *objection.mutable_internal() = std::move(shown);
  return objection;
}

}  // namespace santong::objection
