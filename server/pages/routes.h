// Every page: the function that answers it. pages.cc has the paths.
#pragma once

#include "server/pages/site.h"

namespace santong::pages {

gateway::HttpResponse HomePage(const Site& site, const Visit& visit);
gateway::HttpResponse HelpPage(const Site& site, const Visit& visit);

gateway::HttpResponse SearchPage(const Site& site, const Visit& visit);
gateway::HttpResponse SearchFeed(const Site& site, const Visit& visit);
gateway::HttpResponse CataloguePage(const Site& site, const Visit& visit);
gateway::HttpResponse SitemapIndex(const Site& site, const Visit& visit);
gateway::HttpResponse SitemapOfYear(const Site& site, const Visit& visit);  // {year}

gateway::HttpResponse DocumentPage(const Site& site, const Visit& visit);     // {document}
gateway::HttpResponse DocumentText(const Site& site, const Visit& visit);     // {document}
gateway::HttpResponse DocumentFile(const Site& site, const Visit& visit);     // {document} {sha256}
gateway::HttpResponse DocumentPdf(const Site& site, const Visit& visit);      // {document}
gateway::HttpResponse DocumentFeed(const Site& site, const Visit& visit);     // {document}
gateway::HttpResponse DocumentReceipt(const Site& site, const Visit& visit);  // {document}
gateway::HttpResponse ReceiptPage(const Site& site, const Visit& visit);      // {document}
gateway::HttpResponse DiffPage(const Site& site, const Visit& visit);         // {document}

gateway::HttpResponse VerifyPage(const Site& site, const Visit& visit);
gateway::HttpResponse VerifiedPage(const Site& site, const Visit& visit);  // {number}
gateway::HttpResponse VerifyReceipt(const Site& site, const Visit& visit);

gateway::HttpResponse CleanupsPage(const Site& site, const Visit& visit);
gateway::HttpResponse CleanupPage(const Site& site, const Visit& visit);  // {campaign}
gateway::HttpResponse StatisticsPage(const Site& site, const Visit& visit);

gateway::HttpResponse ObjectionStart(const Site& site, const Visit& visit);
gateway::HttpResponse ObjectionStep(const Site& site, const Visit& visit);
gateway::HttpResponse TrackPage(const Site& site, const Visit& visit);
gateway::HttpResponse TrackedPage(const Site& site, const Visit& visit);
gateway::HttpResponse TrackAct(const Site& site, const Visit& visit);
gateway::HttpResponse LetterPage(const Site& site, const Visit& visit);

}  // namespace santong::pages
