// The rates of an office, as anyone may see them: of a jurisdiction in a year, without its cases.
#pragma once

#include <string>

#include "grpcpp/support/status.h"
#include "santong/v1/statistics.pb.h"
#include "server/pages/view.h"

namespace santong::pages {

// "66.66 %"; a dash where there is nothing to count.
std::string RateOf(const v1::Indicator& indicator);
// "Year before: 27, +40.74 %"; empty where the year before was not asked for, as of a year that
// runs.
std::string YearBeforeOf(const v1::Indicator& indicator, const Words& words);

// Shows the figures in a section RATES: of the jurisdiction and the year that the visitor's query
// names, or else of the topmost jurisdiction this year, with a form that asks for another; where
// several are topmost, of the first by code, with a link to each. Shows nothing where the register
// has no jurisdiction. What the register answers to a jurisdiction that it does not know is
// returned.
grpc::Status ShowRates(const Site& site, const Visit& visit, Dictionary& body);

}  // namespace santong::pages
