// What publication and the days around it write.
#include "server/domain/document/effects.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/versions.h"

namespace santong::document {
namespace {

void NoteDays(Change& change) {
  const v1::Document& document = change.document;
  change.facts["effective_date"] = document.effective_date();
  if (!document.term().last_valid_date().empty()) {
    change.facts["last_valid_date"] = document.term().last_valid_date();
  }
}

}  // namespace

constinit const Effect kRecordPublication = {
    .name = "RecordPublication", .zh = "记录公布", .apply = [](const Facts& facts, Change& change) {
      *change.document.mutable_publication() = facts.act.publication;
      change.facts["published_date"] = facts.act.publication.date();
      change.facts["registered_date"] = change.document.registered_date();
      change.facts["openness"] = v1::Openness_Name(change.document.openness());
      NoteDays(change);
    }};

constinit const Effect kRecordRepublication = {
    .name = "RecordRepublication",
    .zh = "记录重新公布",
    .apply = [](const Facts& facts, Change& change) {
      *change.document.add_republications() = facts.act.publication;
      change.facts["published_again_date"] = facts.act.publication.date();
    }};

constinit const Effect kSetFirstDayOfText = {
    .name = "SetFirstDayOfText",
    .zh = "确定文本的施行日期",
    .apply = [](const Facts&, Change& change) {
      v1::Document& document = change.document;
      if (document.versions_size() == 0) return;
      v1::VersionSummary* newest = document.mutable_versions(document.versions_size() - 1);
      newest->set_effective_date(document.effective_date());
      NoteVersion(newest->number(), change);
    }};

constinit const Effect kNoteChangedDays = {.name = "NoteChangedDays",
                                           .zh = "记录日期变动",
                                           .apply = [](const Facts& facts, Change& change) {
                                             change.facts["effective_date_before"] =
                                                 facts.document.effective_date();
                                             NoteDays(change);
                                           }};

constinit const Effect kNoteFirstDay = {
    .name = "NoteFirstDay", .zh = "记录施行", .apply = [](const Facts&, Change& change) {
      NoteDays(change);
    }};

}  // namespace santong::document
