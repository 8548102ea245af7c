// The register is linearizable, also through crashes: every answer fits one order of all acts, in
// which each act stands between its call and its answer.
//
// Method: lot by lot, 16 clients do random acts on a few resources (update of a draft with the etag
// that was read, registration, publication, acceptance of an objection, opening of a cleanup, and
// reads of all of them), while the server gets SIGKILL in the middle. What was not answered may
// have happened or not, at any time since. The history of each resource, and that of the numbers,
// is checked with tests/support/linearizable.h.
//
// SANTONG_LINEARIZABLE_SECONDS asks for more than 25; SANTONG_LINEARIZABLE_SEED repeats a run.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/server/services/fixture.h"
#include "tests/support/linearizable.h"

namespace santong::testing {
namespace {

constexpr int kClients = 16;
constexpr int kActsEach = 12;
constexpr char kDistrict[] = "jurisdictions/630203";

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = otherwise;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

int64_t Now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

// A resource as one value: which state it is in, and for a draft which title it has.
struct Resource {
  using State = std::string;
  enum class Answer { kDone, kRead, kWrongState, kWrongEtag, kNone };
  struct Act {
    std::string begin;     // the value that the lot began with
    std::string from;      // a write: what the value must begin with
    std::string expected;  // the value whose etag was sent; empty: none was
    std::string to;        // the value that it writes, or that was read
    Answer answer = Answer::kNone;
  };
  static bool Step(const State& state, const Act& act, State* next) {
    const std::string& now = state.empty() ? act.begin : state;
    const bool allowed = absl::StartsWith(now, act.from);
    const bool fresh = act.expected.empty() || act.expected == now;
    *next = now;
    switch (act.answer) {
      case Answer::kRead:
        return act.to == now;
      case Answer::kWrongState:
        return !allowed;
      case Answer::kWrongEtag:
        return !fresh;
      case Answer::kDone:
        *next = act.to;
        return allowed && fresh;
      case Answer::kNone:
        if (allowed && fresh) *next = act.to;
        return true;
    }
    return false;
  }
};

// The series of numbers: consecutive, in the order of the registrations.
struct Series {
  using State = int;
  struct Act {
    int serial = 0;  // of the document, whoever registered it; 0: it never was
    bool answered = true;
  };
  static bool Step(const State& state, const Act& act, State* next) {
    *next = state;
    if (act.serial == state + 1) {
      *next = act.serial;
      return true;
    }
    return !act.answered;
  }
};

int SerialOf(const std::string& number) {
  const size_t at = number.find("〕");
  return at == std::string::npos ? 0 : std::atoi(number.c_str() + at + std::string("〕").size());
}

class Lots : public ::testing::Test {
 protected:
  Lots() {
    Start();
    registry_ = std::make_unique<Registry>(channel(), AdminToken(data_dir_));
    published_ = registry_->Published("甲管理办法").name();
    serials_so_far_ = 1;
  }

  // On the port of the first start, by the thread that outlives all others.
  void Start() {
    process_ = std::make_unique<ServerProcess>([this](const std::string& port_file) {
      std::vector<std::string> words =
          SantongdArguments(data_dir_, port_file,
                            {"--public-writes-per-minute", "0", "--public-reads-per-minute", "0"});
      for (size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "--listen" && !address_.empty()) words[i + 1] = address_;
      }
      return words;
    });
    address_ = process_->address();
    absl::MutexLock lock(&mutex_);
    channel_ = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
  }
  std::shared_ptr<grpc::Channel> channel() {
    absl::MutexLock lock(&mutex_);
    return channel_;
  }
  std::string NextId() {
    return absl::StrCat("00000000-0000-4000-8000-", absl::Dec(++requests_, absl::kZeroPad12));
  }

  template <typename Service, typename Request, typename Reply>
  grpc::Status Call(const std::string& token, Request request, Reply* reply,
                    grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                   const Request&, Reply*)) {
    const auto context = As(token);
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    return (Service::NewStub(channel()).get()->*method)(context.get(), request, reply);
  }
  const Tokens& tokens() const { return registry_->tokens(); }

  enum class Kind { kDraft, kSubmitted, kObjection, kCampaign };
  struct Subject {
    Kind kind;
    std::string name;
    std::string begin;
    std::map<std::string, std::string> etags;  // of a draft: what each etag shows
    std::vector<Operation<Resource::Act>> history;
  };

  static std::string ValueOf(const v1::Document& document) {
    if (document.state() == v1::DOCUMENT_STATE_DRAFT) return "DRAFT " + document.title();
    // What is published takes effect by itself when its day is there: one value here.
    if (document.state() == v1::DOCUMENT_STATE_IN_EFFECT)
      return v1::DocumentState_Name(v1::DOCUMENT_STATE_PUBLISHED);
    return v1::DocumentState_Name(document.state());
  }

  v1::Document Draft(const std::string& title) {
    v1::Document document;
    EXPECT_TRUE(Call<v1::DocumentService>(tokens().drafter, registry_->CompleteDraft(title),
                                          &document, &Documents::CreateDocument)
                    .ok());
    return document;
  }
  void MakeLot(int lot) {
    subjects_.clear();
    for (int i = 0; i < 2; ++i) {
      const v1::Document draft = Draft(absl::StrCat("草案", lot, "之", i));
      Subject& subject = subjects_.emplace_back();
      subject = {Kind::kDraft, draft.name(), ValueOf(draft), {}, {}};
      subject.etags[draft.etag()] = ValueOf(draft);
    }
    for (int i = 0; i < 4; ++i) {
      v1::Document document = Draft(absl::StrCat("办法", lot, "之", i));
      v1::SubmitDocumentRequest submit;
      submit.set_name(document.name());
      EXPECT_TRUE(
          Call<v1::DocumentService>(tokens().drafter, submit, &document, &Documents::SubmitDocument)
              .ok());
      v1::DetermineDocumentRequest determine;
      determine.set_name(document.name());
      determine.set_normative(true);
      EXPECT_TRUE(Call<v1::DocumentService>(tokens().reviewer, determine, &document,
                                            &Documents::DetermineDocument)
                      .ok());
      subjects_.push_back({Kind::kSubmitted, document.name(), ValueOf(document), {}, {}});
    }
    v1::LodgeObjectionRequest lodge;
    lodge.set_document(published_);
    lodge.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    lodge.set_reasons("认为第二条与上位法相抵触");
    lodge.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
    lodge.mutable_lodger()->set_display_name(absl::StrCat("张三", lot));
    lodge.mutable_lodger()->set_contact(absl::StrCat(13900000000 + lot));
    v1::LodgeObjectionResponse lodged;
    EXPECT_TRUE(Call<v1::ObjectionService>("", lodge, &lodged, &Objections::LodgeObjection).ok());
    subjects_.push_back({Kind::kObjection, lodged.objection().name(), "RECEIVED", {}, {}});
    v1::CreateCampaignRequest create;
    v1::Campaign& campaign = *create.mutable_campaign();
    campaign.set_title(absl::StrCat("规范性文件清理", lot));
    campaign.set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL);
    campaign.set_subject("管理办法");
    campaign.set_jurisdiction(kDistrict);
    const std::string& today = registry_->today();
    campaign.set_cutoff_date(today);
    campaign.set_proposal_due_date(
        absl::StrCat(std::stoi(today.substr(0, 4)) + 1, today.substr(4)));
    v1::Campaign made;
    EXPECT_TRUE(
        Call<v1::CleanupService>(tokens().reviewer, create, &made, &Cleanups::CreateCampaign).ok());
    subjects_.push_back({Kind::kCampaign, made.name(), "PLANNED", {}, {}});
  }

  // Done, refused, or not known.
  static Resource::Answer AnswerOf(const grpc::Status& status, Resource::Answer good) {
    if (status.ok()) return good;
    if (status.error_details().empty()) return Resource::Answer::kNone;
    if (status.error_code() == grpc::StatusCode::ABORTED) return Resource::Answer::kWrongEtag;
    if (status.error_code() == grpc::StatusCode::FAILED_PRECONDITION)
      return Resource::Answer::kWrongState;
    return Resource::Answer::kNone;
  }
  void Record(Subject& subject, int64_t call, Resource::Act act) {
    const bool known = act.answer != Resource::Answer::kNone;
    if (known) ++answered_;
    if (!known && act.from.empty()) return;  // a read
    act.begin = subject.begin;
    absl::MutexLock lock(&mutex_);
    subject.history.push_back({call, known ? Now() : kOpen, std::move(act)});
  }

  void ActOnDraft(Subject& subject, bool read, std::string& etag) {
    const int64_t call = Now();
    v1::Document document;
    if (read || etag.empty()) {
      v1::GetDocumentRequest request;
      request.set_name(subject.name);
      const grpc::Status status =
          Call<v1::DocumentService>(tokens().drafter, request, &document, &Documents::GetDocument);
      if (status.ok()) Seen(subject, document, &etag);
      Record(subject, call,
             {"", "", "", ValueOf(document), AnswerOf(status, Resource::Answer::kRead)});
      return;
    }
    v1::UpdateDocumentRequest request;
    request.mutable_document()->set_name(subject.name);
    request.mutable_document()->set_title(absl::StrCat("草案", ++requests_));
    request.mutable_update_mask()->add_paths("title");
    request.mutable_options()->set_etag(etag);
    request.mutable_options()->set_request_id(NextId());
    std::string expected;
    {
      absl::MutexLock lock(&mutex_);
      expected = subject.etags.at(etag);
    }
    const grpc::Status status =
        Call<v1::DocumentService>(tokens().drafter, request, &document, &Documents::UpdateDocument);
    if (status.ok()) Seen(subject, document, &etag);
    if (!status.ok()) etag.clear();
    Record(subject, call,
           {"", "DRAFT", expected, "DRAFT " + request.document().title(),
            AnswerOf(status, Resource::Answer::kDone)});
  }
  void Seen(Subject& subject, const v1::Document& document, std::string* etag) {
    *etag = document.etag();
    absl::MutexLock lock(&mutex_);
    const auto [known, is_new] = subject.etags.emplace(*etag, ValueOf(document));
    EXPECT_EQ(known->second, ValueOf(document)) << "two values under one etag";
  }

  void ActOnSubmitted(Subject& subject, int what) {
    const int64_t call = Now();
    v1::Document document;
    if (what == 0) {
      v1::GetDocumentRequest request;
      request.set_name(subject.name);
      const grpc::Status status =
          Call<v1::DocumentService>(tokens().reviewer, request, &document, &Documents::GetDocument);
      Record(subject, call,
             {"", "", "", ValueOf(document), AnswerOf(status, Resource::Answer::kRead)});
    } else if (what == 1) {
      v1::RegisterDocumentRequest request;
      request.set_name(subject.name);
      request.mutable_options()->set_request_id(NextId());
      const grpc::Status status = Call<v1::DocumentService>(tokens().reviewer, request, &document,
                                                            &Documents::RegisterDocument);
      const Resource::Answer answer = AnswerOf(status, Resource::Answer::kDone);
      Record(subject, call,
             {"", "DOCUMENT_STATE_SUBMITTED", "", "DOCUMENT_STATE_REGISTERED", answer});
      if (answer == Resource::Answer::kWrongState) return;
      absl::MutexLock lock(&mutex_);
      registrations_.push_back({subject.name, call, status.ok() ? Now() : kOpen,
                                SerialOf(document.registration_number())});
    } else {
      v1::PublishDocumentRequest request;
      request.set_name(subject.name);
      request.mutable_publication()->set_date(registry_->today());
      request.mutable_publication()->set_channel("区政府网站");
      request.mutable_options()->set_request_id(NextId());
      const grpc::Status status = Call<v1::DocumentService>(tokens().publisher, request, &document,
                                                            &Documents::PublishDocument);
      Record(subject, call,
             {"", "DOCUMENT_STATE_REGISTERED", "", "DOCUMENT_STATE_PUBLISHED",
              AnswerOf(status, Resource::Answer::kDone)});
    }
  }
  void ActOnObjection(Subject& subject, bool read) {
    const int64_t call = Now();
    v1::Objection objection;
    grpc::Status status;
    if (read) {
      v1::GetObjectionRequest request;
      request.set_name(subject.name);
      status = Call<v1::ObjectionService>(tokens().reviewer, request, &objection,
                                          &Objections::GetObjection);
    } else {
      v1::AcceptObjectionRequest request;
      request.set_name(subject.name);
      request.mutable_options()->set_request_id(NextId());
      status = Call<v1::ObjectionService>(tokens().reviewer, request, &objection,
                                          &Objections::AcceptObjection);
    }
    const bool received = objection.state() == v1::OBJECTION_STATE_RECEIVED;
    Record(subject, call,
           {"", read ? "" : "RECEIVED", "", read && received ? "RECEIVED" : "ACCEPTED",
            AnswerOf(status, read ? Resource::Answer::kRead : Resource::Answer::kDone)});
  }
  void ActOnCampaign(Subject& subject, bool read) {
    const int64_t call = Now();
    v1::Campaign campaign;
    grpc::Status status;
    if (read) {
      v1::GetCampaignRequest request;
      request.set_name(subject.name);
      status =
          Call<v1::CleanupService>(tokens().reviewer, request, &campaign, &Cleanups::GetCampaign);
    } else {
      v1::OpenCampaignRequest request;
      request.set_name(subject.name);
      request.mutable_options()->set_request_id(NextId());
      status =
          Call<v1::CleanupService>(tokens().reviewer, request, &campaign, &Cleanups::OpenCampaign);
    }
    // The inventory is written in parts: OPENING and OPEN are one value here.
    const bool planned = campaign.state() == v1::CAMPAIGN_STATE_PLANNED;
    Record(subject, call,
           {"", read ? "" : "PLANNED", "", read && planned ? "PLANNED" : "OPENED",
            AnswerOf(status, read ? Resource::Answer::kRead : Resource::Answer::kDone)});
  }

  void RunClient(unsigned seed) {
    std::mt19937 random(seed);
    std::map<std::string, std::string> etags;  // that this client knows, by draft
    for (int act = 0; act < kActsEach; ++act) {
      while (!is_up_) std::this_thread::yield();
      Subject& subject = subjects_[random() % subjects_.size()];
      const int what = static_cast<int>(random() % 3);
      switch (subject.kind) {
        case Kind::kDraft:
          ActOnDraft(subject, what == 0, etags[subject.name]);
          break;
        case Kind::kSubmitted:
          ActOnSubmitted(subject, what);
          break;
        case Kind::kObjection:
          ActOnObjection(subject, what != 0);
          break;
        case Kind::kCampaign:
          ActOnCampaign(subject, what != 0);
          break;
      }
    }
  }

  // The history by the times of the calls, for whoever must find out why.
  static std::string Told(const Subject& subject) {
    static constexpr const char* kAnswers[] = {"done", "read", "wrong state", "wrong etag", "none"};
    std::map<int64_t, std::string> lines;
    for (const auto& [call, end, act] : subject.history) {
      const int64_t start = call - subject.history.front().call;
      const int64_t micros = end == kOpen ? -1 : (end - call) / 1000;
      lines[call] = absl::StrCat(start / 1000, " +", micros, " us: ", act.from, " [", act.expected,
                                 "] -> ", act.to, ": ", kAnswers[static_cast<int>(act.answer)]);
    }
    std::string text = absl::StrCat(subject.name, ", ", subject.begin, "\n");
    for (const auto& [call, line] : lines) absl::StrAppend(&text, line, "\n");
    return text;
  }

  void Check() {
    for (const Subject& subject : subjects_) {
      operations_ += static_cast<int64_t>(subject.history.size());
      for (const auto& operation : subject.history) open_ += operation.end == kOpen ? 1 : 0;
      EXPECT_EQ(CheckLinearizable<Resource>(subject.history), Verdict::kLinearizable)
          << Told(subject);
    }
    std::vector<Operation<Series::Act>> series;
    std::map<std::string, int> given;
    for (const Subject& subject : subjects_) {
      if (subject.kind != Kind::kSubmitted) continue;
      v1::GetDocumentRequest request;
      request.set_name(subject.name);
      v1::Document document;
      ASSERT_TRUE(
          Call<v1::DocumentService>(tokens().reviewer, request, &document, &Documents::GetDocument)
              .ok());
      const int serial = SerialOf(document.registration_number());
      given[subject.name] = serial == 0 ? 0 : serial - serials_so_far_;
    }
    for (const Registration& registration : registrations_) {
      const bool answered = registration.end != kOpen;
      series.push_back(
          {registration.call,
           registration.end,
           {answered ? registration.serial - serials_so_far_ : given[registration.document],
            answered}});
    }
    EXPECT_EQ(CheckLinearizable<Series>(series), Verdict::kLinearizable) << "the numbers";
    for (const auto& [name, serial] : given) serials_so_far_ += serial == 0 ? 0 : 1;
    registrations_.clear();
  }

  using Documents = v1::DocumentService::StubInterface;
  using Objections = v1::ObjectionService::StubInterface;
  using Cleanups = v1::CleanupService::StubInterface;
  struct Registration {
    std::string document;
    int64_t call;
    int64_t end;
    int serial;
  };

  TempFolder folder_;
  const std::string data_dir_ = folder_.path() + "/data";
  std::string address_;
  std::unique_ptr<ServerProcess> process_;
  std::unique_ptr<Registry> registry_;
  std::string published_;
  std::atomic<int> requests_ = 0;
  std::atomic<int> answered_ = 0;
  std::atomic<bool> is_up_ = true;
  int serials_so_far_ = 0;
  int64_t operations_ = 0;
  int64_t open_ = 0;
  std::vector<Subject> subjects_;
  absl::Mutex mutex_;
  std::shared_ptr<grpc::Channel> channel_ ABSL_GUARDED_BY(mutex_);
  std::vector<Registration> registrations_;
};

TEST_F(Lots, EveryAnswerFitsOneOrderOfAllActs) {
  const auto until = std::chrono::steady_clock::now() +
                     std::chrono::seconds(FromEnvironment("SANTONG_LINEARIZABLE_SECONDS", 25));
  std::mt19937 random(
      static_cast<unsigned>(FromEnvironment("SANTONG_LINEARIZABLE_SEED", 20261128)));
  int lots = 0;
  for (; std::chrono::steady_clock::now() < until && !HasFailure(); ++lots) {
    MakeLot(lots);
    std::vector<std::thread> clients;
    std::atomic<int> running = kClients;
    const int kill_at = answered_ + 1 + static_cast<int>(random() % 100);
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([this, &running, seed = random()] {
        RunClient(static_cast<unsigned>(seed));
        --running;
      });
    }
    while (answered_ < kill_at && running > 0) std::this_thread::yield();
    is_up_ = false;
    process_->Kill();
    Start();
    is_up_ = true;
    for (std::thread& client : clients) client.join();
    Check();
  }
  std::printf("%d lots, one kill each; %lld acts, %lld without an answer\n", lots,
              static_cast<long long>(operations_), static_cast<long long>(open_));
  EXPECT_GT(open_, 0) << "no kill met an act";
}

}  // namespace
}  // namespace santong::testing
