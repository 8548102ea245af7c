// Who is shown what is not public: a table with a line for each method that reads, who must be
// shown the resource and who must not.
#include <functional>
#include <set>
#include <vector>

#include "tests/server/services/outsiders.h"

namespace santong::testing {
namespace {

// Whether one of the repeated messages names the resource.
template <typename List>
bool HasName(const List& list, const std::string& name) {
  for (const auto& one : list) {
    if (one.name() == name) return true;
  }
  return false;
}

struct Read {
  const char* method;
  std::set<std::string> shown;
  std::set<std::string> not_shown;
  std::function<bool(const std::string& token)> shows;
};

TEST_F(Outsiders, ReadNothingThatIsNotPublic) {
  const std::set<std::string> far = {"the public", "a far drafter", "a far reviewer",
                                     "a far publisher"};
  const auto and_ = [](std::set<std::string> some, const std::set<std::string>& more) {
    some.insert(more.begin(), more.end());
    return some;
  };
  const std::set<std::string> offices = {"the drafter", "the reviewer", "the publisher",
                                         "another organ's publisher", "the auditor"};
  const std::set<std::string> document_readers = and_(offices, {"the admin"});
  const std::set<std::string> no_document_readers =
      and_(far, {"another organ's drafter", "the city's reviewer"});
  const std::set<std::string> no_case_readers =
      and_(no_document_readers, {"the publisher", "another organ's publisher"});
  const std::set<std::string> campaign_readers =
      and_(document_readers, {"another organ's drafter"});
  const std::set<std::string> no_campaign_readers = and_(far, {"the city's reviewer"});

  v1::DocumentService::Stub& documents = registry_.documents();
  v1::CleanupService::Stub& cleanups = registry_.cleanups();
  v1::ObjectionService::Stub& objections = desk_.stub();
  const auto objection_is_whole = [](const v1::Objection& objection) {
    return objection.has_internal();
  };
  const std::vector<Read> reads = {
      {"GetDocument", document_readers, no_document_readers,
       [&](const std::string& token) {
         v1::GetDocumentRequest request;
         request.set_name(draft_);
         v1::Document reply;
         return documents.GetDocument(As(token).get(), request, &reply).ok();
       }},
      {"ListDocuments", document_readers, no_document_readers,
       [&](const std::string& token) {
         v1::ListDocumentsRequest request;
         v1::ListDocumentsResponse reply;
         EXPECT_TRUE(documents.ListDocuments(As(token).get(), request, &reply).ok());
         return HasName(reply.documents(), draft_);
       }},
      {"ListVersions", document_readers, no_document_readers,
       [&](const std::string& token) {
         v1::ListVersionsRequest request;
         request.set_parent(draft_);
         v1::ListVersionsResponse reply;
         return documents.ListVersions(As(token).get(), request, &reply).ok() &&
                reply.versions_size() > 0;
       }},
      {"GetVersion", document_readers, no_document_readers,
       [&](const std::string& token) {
         v1::GetVersionRequest request;
         request.set_name(draft_ + "/versions/1");
         v1::Version reply;
         return documents.GetVersion(As(token).get(), request, &reply).ok();
       }},
      {"ListHistory of a document", document_readers, no_document_readers,
       [&](const std::string& token) {
         v1::ListHistoryRequest request;
         request.set_parent(draft_);
         v1::ListHistoryResponse reply;
         return documents.ListHistory(As(token).get(), request, &reply).ok();
       }},
      {"ListHistory of a filing",
       {"the auditor", "the admin"},
       no_document_readers,
       [&](const std::string& token) {
         v1::ListHistoryRequest request;
         request.set_parent(filing_);
         v1::ListHistoryResponse reply;
         return documents.ListHistory(As(token).get(), request, &reply).ok() &&
                reply.events_size() > 0 && !reply.events(0).principal().empty();
       }},
      {"GetAttachment", document_readers, no_document_readers,
       [&](const std::string& token) { return ReadsAttachment(token); }},
      // Whether this machine can print is another test's matter.
      {"PrintDocument",
       {},
       no_document_readers,
       [&](const std::string& token) { return Prints(token); }},
      // No text can be taken out of it: whoever is told so may read it.
      {"ExtractText", offices, and_(no_document_readers, {"the admin"}),
       [&](const std::string& token) {
         v1::ExtractTextRequest request;
         request.set_name(attachment_);
         v1::ExtractTextResponse reply;
         return ReasonOf(files_->ExtractText(As(token).get(), request, &reply)) == "FILE_DAMAGED";
       }},
      {"ScreenDocument", offices, no_document_readers,
       [&](const std::string& token) {
         v1::ScreenDocumentRequest request;
         request.set_name(draft_);
         v1::ScreenDocumentResponse reply;
         return documents.ScreenDocument(As(token).get(), request, &reply).ok();
       }},
      {"SearchDocuments",
       {},
       far,
       [&](const std::string& token) {
         v1::SearchDocumentsRequest request;
         request.set_query("未公布的办法");
         v1::SearchDocumentsResponse reply;
         EXPECT_TRUE(registry_.catalog().SearchDocuments(As(token).get(), request, &reply).ok());
         for (const v1::SearchHit& hit : reply.hits()) {
           if (hit.document().name() == draft_) return true;
         }
         return false;
       }},
      {"GetDocumentLetter", and_(document_readers, {"the city's reviewer"}),
       and_(far, {"another organ's drafter"}),
       [&](const std::string& token) {
         v1::GetDocumentLetterRequest request;
         request.set_name(published_);
         request.set_kind(v1::DOCUMENT_LETTER_KIND_REGISTRATION);
         v1::DocumentLetter reply;
         return files_->GetDocumentLetter(As(token).get(), request, &reply).ok();
       }},
      {"GetFiling", document_readers, and_(far, {"another organ's drafter"}),
       [&](const std::string& token) {
         v1::GetFilingRequest request;
         request.set_name(filing_);
         v1::Filing reply;
         return filings_->GetFiling(As(token).get(), request, &reply).ok();
       }},
      {"ListFilings", document_readers, and_(far, {"another organ's drafter"}),
       [&](const std::string& token) {
         v1::ListFilingsRequest request;
         request.set_document(published_);
         v1::ListFilingsResponse reply;
         return filings_->ListFilings(As(token).get(), request, &reply).ok() &&
                HasName(reply.filings(), filing_);
       }},
      // Everyone sees that there is a case; what was written in it is the offices'.
      {"GetObjection",
       {"the drafter", "the reviewer", "the auditor"},
       no_case_readers,
       [&](const std::string& token) {
         v1::GetObjectionRequest request;
         request.set_name(objection_);
         v1::Objection reply;
         EXPECT_TRUE(objections.GetObjection(As(token).get(), request, &reply).ok());
         return objection_is_whole(reply);
       }},
      {"ListObjections",
       {"the drafter", "the reviewer", "the auditor"},
       no_case_readers,
       [&](const std::string& token) {
         v1::ListObjectionsRequest request;
         request.set_document(published_);
         v1::ListObjectionsResponse reply;
         EXPECT_TRUE(objections.ListObjections(As(token).get(), request, &reply).ok());
         EXPECT_EQ(reply.objections_size(), 1);
         return reply.objections_size() == 1 && objection_is_whole(reply.objections(0));
       }},
      {"GetObjectionEvidence",
       {"the reviewer"},
       and_(no_case_readers, {"the drafter", "the auditor", "the admin"}),
       [&](const std::string& token) {
         v1::GetObjectionEvidenceRequest request;
         request.set_name(objection_);
         request.set_number(1);
         v1::ObjectionEvidenceFile reply;
         return objections.GetObjectionEvidence(As(token).get(), request, &reply).ok();
       }},
      {"ListTasks",
       {"the reviewer"},
       and_(far, {"another organ's drafter"}),
       [&](const std::string& token) {
         v1::ListTasksRequest request;
         v1::ListTasksResponse reply;
         if (!registry_.tasks().ListTasks(As(token).get(), request, &reply).ok()) return false;
         for (const v1::Task& task : reply.tasks()) {
           for (const std::string& resource : {draft_, objection_, filing_}) {
             if (task.resource() == resource) return true;
           }
         }
         return false;
       }},
      {"GetCampaign", campaign_readers, no_campaign_readers,
       [&](const std::string& token) {
         v1::GetCampaignRequest request;
         request.set_name(campaign_);
         v1::Campaign reply;
         return cleanups.GetCampaign(As(token).get(), request, &reply).ok();
       }},
      {"ListCampaigns", campaign_readers, no_campaign_readers,
       [&](const std::string& token) {
         v1::ListCampaignsRequest request;
         v1::ListCampaignsResponse reply;
         EXPECT_TRUE(cleanups.ListCampaigns(As(token).get(), request, &reply).ok());
         return HasName(reply.campaigns(), campaign_);
       }},
      {"ListItems", campaign_readers, no_campaign_readers,
       [&](const std::string& token) {
         v1::ListItemsRequest request;
         request.set_parent(campaign_);
         v1::ListItemsResponse reply;
         return cleanups.ListItems(As(token).get(), request, &reply).ok() &&
                HasName(reply.items(), item_);
       }},
  };
  for (const Read& read : reads) {
    for (const std::string& who : read.shown)
      EXPECT_TRUE(read.shows(people_.at(who))) << read.method << " to " << who;
    for (const std::string& who : read.not_shown)
      EXPECT_FALSE(read.shows(people_.at(who))) << read.method << " to " << who;
  }
}

}  // namespace
}  // namespace santong::testing
