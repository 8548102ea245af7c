// The tables of words: whole in both languages, and whole for everything that is shown.
#include "client/cli/words.h"

#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "santong/v1/admin_service.pb.h"
#include "santong/v1/backup_service.pb.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/cleanup_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/file_service.pb.h"
#include "santong/v1/filing_service.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "santong/v1/standby_service.pb.h"
#include "santong/v1/task_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;

std::set<char> Places(absl::string_view text) {
  std::set<char> places;
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '$' && text[i + 1] >= '0' && text[i + 1] <= '9') places.insert(text[i + 1]);
  }
  return places;
}

TEST(Words, BothLanguagesSayTheSameValues) {
  for (const NamedWords& row : AllMessages()) {
    EXPECT_STRNE(row.words.zh, "") << row.key;
    EXPECT_STRNE(row.words.en, "") << row.key;
    EXPECT_EQ(Places(row.words.zh), Places(row.words.en)) << row.key;
  }
}

TEST(Words, AStringThatNamesAValueIsSaidInWords) {
  EXPECT_EQ(NamedInWords("IMPORT_GAP_ISSUER", Language::kChinese), "缺制定机关");
  EXPECT_EQ(NamedInWords("IMPORT_GAP_ISSUER", Language::kEnglish), "issuer");
  for (const char* other : {"", "IMPORT_GAP", "import_gap_issuer", "《办法》"})
    EXPECT_EQ(NamedInWords(other, Language::kChinese), other);
}

TEST(Words, NoKeyStandsTwice) {
  for (const auto& table : {AllMessages(), AllEnumWords(), AllFieldWords()}) {
    std::set<std::string> keys;
    for (const NamedWords& row : table) EXPECT_TRUE(keys.insert(row.key).second) << row.key;
  }
}

// Every enum and field that a response can reach.
void Collect(const Descriptor* type, std::set<const Descriptor*>* messages,
             std::set<const EnumDescriptor*>* enums) {
  if (!absl::StartsWith(type->full_name(), "santong.v1.") || !messages->insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* field = type->field(i);
    if (field->enum_type() != nullptr) enums->insert(field->enum_type());
    if (field->message_type() != nullptr) Collect(field->message_type(), messages, enums);
  }
}

TEST(Words, EveryValueAndFieldThatIsShownHasItsWord) {
  std::set<const Descriptor*> messages;
  std::set<const EnumDescriptor*> enums;
  for (const Descriptor* type : {v1::Campaign::descriptor(),
                                 v1::CampaignItem::descriptor(),
                                 v1::Document::descriptor(),
                                 v1::Basis::descriptor(),
                                 v1::Task::descriptor(),
                                 v1::PolicyLeaf::descriptor(),
                                 v1::Organ::descriptor(),
                                 v1::Jurisdiction::descriptor(),
                                 v1::Principal::descriptor(),
                                 v1::Token::descriptor(),
                                 v1::Calendar::descriptor(),
                                 v1::Event::descriptor(),
                                 v1::Attachment::descriptor(),
                                 v1::ImportResult::descriptor(),
                                 v1::LookupMatch::descriptor(),
                                 v1::Version::descriptor(),
                                 v1::Finding::descriptor(),
                                 v1::ExtractTextResponse::descriptor(),
                                 v1::GetServerInfoResponse::descriptor(),
                                 v1::VerifyStoreResponse::descriptor(),
                                 v1::VerifyBackupResponse::descriptor(),
                                 v1::PruneBackupsResponse::descriptor(),
                                 v1::Standby::descriptor(),
                                 v1::PromoteStandbyResponse::descriptor(),
                                 v1::MovedDueDate::descriptor(),
                                 v1::Objection::descriptor(),
                                 v1::Receipt::descriptor()}) {
    Collect(type, &messages, &enums);
  }
  std::set<std::string> enum_words, field_words;
  for (const auto& row : AllEnumWords()) enum_words.insert(row.key);
  for (const auto& row : AllFieldWords()) field_words.insert(row.key);
  for (const EnumDescriptor* type : enums) {
    for (int i = 1; i < type->value_count(); ++i) {
      EXPECT_TRUE(enum_words.contains(type->value(i)->name())) << type->value(i)->name();
    }
  }
  // Shown in ways of their own, not by their fields' words.
  const std::set<const Descriptor*> own = {
      v1::Basis::descriptor(), v1::BasisCondition::descriptor(), v1::ImportResult::descriptor(),
      v1::PolicyLeaf::descriptor(), v1::TextList::descriptor()};
  for (const Descriptor* type : messages) {
    for (int i = 0; i < type->field_count() && !own.contains(type); ++i) {
      EXPECT_TRUE(field_words.contains(type->field(i)->name())) << type->field(i)->full_name();
    }
  }
}

TEST(Words, AFieldThatMeansAnotherThingInOneMessageIsNamedSoThere) {
  const auto word = [](const Descriptor* type, const char* field) {
    return FieldWord(*type->FindFieldByName(field), Language::kChinese);
  };
  // Before: the words of a filing and of a registration.
  EXPECT_EQ(word(v1::Objection::descriptor(), "accepted_date"), "受理日期");
  EXPECT_EQ(word(v1::Objection::descriptor(), "refusal"), "不予受理的理由");
  EXPECT_EQ(word(v1::DocumentInternal::descriptor(), "refusal"), "不予登记的理由");
  EXPECT_EQ(word(v1::RejectObjectionRequest::descriptor(), "refusal"), "不予受理的理由");
  // Before: 施行日期, beside 废止, also in the public lists of a cleanup.
  EXPECT_EQ(word(v1::CleanupDecision::descriptor(), "effective_date"), "不再有效的第一天");
  EXPECT_EQ(word(v1::Document::descriptor(), "effective_date"), "施行日期");
  // A row of one message's names a field that it has.
  for (const NamedWords& row : AllFieldWords()) {
    const std::string key = row.key;
    if (key.empty() || !absl::ascii_isupper(static_cast<unsigned char>(key.front()))) continue;
    const size_t end = key.find('_');
    const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
        absl::StrCat("santong.v1.", key.substr(0, end)));
    ASSERT_NE(type, nullptr) << key;
    EXPECT_NE(type->FindFieldByName(key.substr(end + 1)), nullptr) << key;
  }
}

TEST(Words, AValueIsFoundByNameShortNameAndWord) {
  const auto* type = v1::EvidenceKind_descriptor();
  for (const char* text : {"EVIDENCE_KIND_LEGALITY_REVIEW", "legality-review", "Legality_Review",
                           "legality review", "合法性审核"}) {
    const auto* value = FindEnum(*type, text);
    ASSERT_NE(value, nullptr) << text;
    EXPECT_EQ(value->number(), v1::EVIDENCE_KIND_LEGALITY_REVIEW) << text;
  }
  EXPECT_EQ(FindEnum(*type, "EVIDENCE_KIND_UNSPECIFIED"), nullptr);
  EXPECT_EQ(FindEnum(*type, ""), nullptr);
}

TEST(Words, RolesOfARefusalAreNamedInTheReadersLanguage) {
  const char* roles = "DRAFTER, REVIEWER of jurisdictions/630200";
  EXPECT_EQ(RolesInWords(roles, Language::kChinese), "起草人员、审查人员（jurisdictions/630200）");
  EXPECT_EQ(RolesInWords(roles, Language::kEnglish), "drafter, reviewer of jurisdictions/630200");
  EXPECT_EQ(RolesInWords("SOMEBODY", Language::kChinese), "SOMEBODY");
}

}  // namespace
}  // namespace santong::cli
