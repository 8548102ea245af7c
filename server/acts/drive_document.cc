#include "server/acts/drive_document.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/acts/load_document.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/chinese_date.h"

namespace santong::acts {
namespace {

// A document cannot need more acts by itself on one day than it has clocks and ends.
constexpr int kSystemActsMax = 32;

}  // namespace

absl::StatusOr<int> RunSystemActs(kv::Transaction& txn,
                                  const std::shared_ptr<const settings::Settings>& settings,
                                  const Request& cause, uint64_t id, absl::CivilDay as_of,
                                  Applied* last) {
  Request request = cause;
  request.caller = access::SystemCaller();
  request.request_id.clear();
  int done = 0;
  while (auto next = document::NextSystemAct(last->document, as_of)) {
    if (++done > kSystemActsMax) {
      return absl::InternalError(absl::StrCat(last->document.name(), " never comes to rest on ",
                                              text::FormatIsoDay(as_of)));
    }
    document::Act act{.action = next->action};
    act.clock = next->clock;
    act.cleanup = last->document.cleanup();
    if (auto end = document::DayOf(act.cleanup.end_date())) act.date = *end;
    auto loaded =
        LoadedDocument::ForSystem(settings, request, id, std::move(last->document), std::move(act));
    auto decision = document::Decide(loaded->facts());
    if (!decision.ok()) {
      return absl::InternalError(absl::StrCat(loaded->before().name(), " cannot ",
                                              document::ActionName(next->action), ": ",
                                              decision.status().message()));
    }
    auto applied = ApplyDecision(txn, *loaded, request, *std::move(decision), {});
    if (!applied.ok()) return applied.status();
    *last = *std::move(applied);
  }
  return done;
}

absl::StatusOr<Applied> DriveDocument(kv::Transaction& txn,
                                      const std::shared_ptr<const settings::Settings>& settings,
                                      const Request& request, uint64_t id, v1::Document document,
                                      document::Act act) {
  auto loaded =
      LoadedDocument::ForSystem(settings, request, id, std::move(document), std::move(act));
  auto decision = document::Decide(loaded->facts());
  if (!decision.ok()) return decision.status();
  auto applied = ApplyDecision(txn, *loaded, request, *std::move(decision), {});
  if (!applied.ok()) return applied.status();
  auto followed = RunSystemActs(txn, settings, request, id, request.today, &*applied);
  if (!followed.ok()) return followed.status();
  return applied;
}

absl::Status JudgeDocument(const std::shared_ptr<const settings::Settings>& settings,
                           const Request& request, uint64_t id, v1::Document document,
                           document::Act act) {
  auto loaded =
      LoadedDocument::ForSystem(settings, request, id, std::move(document), std::move(act));
  return document::Decide(loaded->facts()).status();
}

absl::Status CheckSuspendsWhole(absl::Span<const std::string> articles) {
  if (articles.empty()) return absl::OkStatus();
  return error::RefuseField(
      "articles",
      "a suspension is of the whole document; leave the articles out, or revoke them without "
      "suspend",
      "中止执行的是整个文件，不能只中止部分条款；请去掉条款，或者不选中止执行，改为撤销这些条款");
}

}  // namespace santong::acts
