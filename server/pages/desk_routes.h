// The pages of the office desk. pages.cc has the paths.
#pragma once

#include "server/pages/site.h"

namespace santong::pages {

gateway::HttpResponse DeskLogin(const Site& site, const Visit& visit);
gateway::HttpResponse DeskLoggedIn(const Site& site, const Visit& visit);  // POST
gateway::HttpResponse DeskLogout(const Site& site, const Visit& visit);    // POST

// What waits for the clerk, the most urgent first.
gateway::HttpResponse DeskHome(const Site& site, const Visit& visit);
// The same as a calendar file.
gateway::HttpResponse DeskCalendar(const Site& site, const Visit& visit);
gateway::HttpResponse DeskList(const Site& site, const Visit& visit);    // {collection}
gateway::HttpResponse DeskRecord(const Site& site, const Visit& visit);  // {collection}/{id}
gateway::HttpResponse DeskAct(const Site& site, const Visit& visit);     // …/{method}
gateway::HttpResponse DeskDo(const Site& site, const Visit& visit);      // POST

// A new cleanup.
gateway::HttpResponse DeskNewCampaign(const Site& site, const Visit& visit);
gateway::HttpResponse DeskCreateCampaign(const Site& site, const Visit& visit);  // POST

// Accepts the proposals of a cleanup that were chosen on its board, each by a call of its own, and
// says of each what became of it.
gateway::HttpResponse DeskBoard(const Site& site, const Visit& visit);   // {campaign}
gateway::HttpResponse DeskAccept(const Site& site, const Visit& visit);  // POST

// A new document, from a file or typed; a piece of evidence of one.
gateway::HttpResponse DeskNew(const Site& site, const Visit& visit);
gateway::HttpResponse DeskCreate(const Site& site, const Visit& visit);  // POST
gateway::HttpResponse DeskEdit(const Site& site, const Visit& visit);    // {document}
gateway::HttpResponse DeskUpdate(const Site& site, const Visit& visit);  // POST
gateway::HttpResponse DeskEvidence(const Site& site, const Visit& visit);
gateway::HttpResponse DeskAddEvidence(const Site& site, const Visit& visit);  // POST
// Files that go out with a document.
gateway::HttpResponse DeskFiles(const Site& site, const Visit& visit);         // {document}
gateway::HttpResponse DeskPublishFiles(const Site& site, const Visit& visit);  // POST

// A letter of a document, a filing or an objection.
gateway::HttpResponse DeskLetter(const Site& site, const Visit& visit);  // {kind} {id} {letter}

// A file that no public page gives out: behind a document's evidence, or sent with an objection.
gateway::HttpResponse DeskAttachment(const Site& site, const Visit& visit);  // {document} {sha256}
gateway::HttpResponse DeskCaseFile(const Site& site, const Visit& visit);    // {objection} {number}

// A document is filed with the level above.
gateway::HttpResponse DeskFile(const Site& site, const Visit& visit);          // {document}
gateway::HttpResponse DeskCreateFiling(const Site& site, const Visit& visit);  // POST

// What started a review and did not come through the portal: which document it is about; its form.
gateway::HttpResponse DeskFindObjected(const Site& site, const Visit& visit);  // ?q=
gateway::HttpResponse DeskSource(const Site& site, const Visit& visit);        // {document}
gateway::HttpResponse DeskRecordSource(const Site& site, const Visit& visit);  // POST
// The same of a lodger's objection that came on paper.
gateway::HttpResponse DeskPaper(const Site& site, const Visit& visit);        // {document}
gateway::HttpResponse DeskRecordPaper(const Site& site, const Visit& visit);  // POST

// What should be filed and was not.
gateway::HttpResponse DeskMissing(const Site& site, const Visit& visit);
// What goes out by the calendar; one of those lists, and the act that records it.
gateway::HttpResponse DeskLists(const Site& site, const Visit& visit);
gateway::HttpResponse DeskFilingList(const Site& site, const Visit& visit);  // ?name=
gateway::HttpResponse DeskRecordList(const Site& site, const Visit& visit);  // POST
gateway::HttpResponse DeskStatistics(const Site& site, const Visit& visit);

}  // namespace santong::pages
