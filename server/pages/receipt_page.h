// Receipts, as files and on paper.
#pragma once

#include "server/pages/site.h"

namespace santong::pages {

// The receipt that is asked for as a file of JSON; the refusal's page where there is none.
gateway::HttpResponse ReceiptFile(const Site& site, const Visit& visit,
                                  const v1::GetReceiptRequest& request);

}  // namespace santong::pages
