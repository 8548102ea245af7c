// Which texts bear a mark of secrecy, as papers are laid out (GB/T 9704-2012 7.2.1, 7.2.2).
#include "server/domain/screening/secrecy_mark.h"

#include "gtest/gtest.h"

namespace santong::screening {
namespace {

struct Page {
  const char* text;
  const char* mark;
};

TEST(SecrecyMark, StandsAtTheHeadAlone) {
  const std::vector<std::string> marks = {"绝密", "机密", "秘密"};
  for (const Page& page : {
           Page{"秘密★5年\n关于某事的通知", "秘密"},
           Page{"机密\n通知", "机密"},
           Page{"机密", "机密"},
           Page{"　绝密 ★ 长期\n通知", "绝密"},
           Page{"\xEF\xBB\xBF机密\r\n通知", "机密"},
           Page{"000001\n机密★1年\n特急\n平安区人民政府文件", "机密"},
           Page{"000001\n\n绝 密\n特急", "绝密"},
           Page{"000001　　机　密 ★ 6个月\n特急", "机密"},
           Page{"特急\n机密★1年\n通知", "机密"},
           Page{"一\n二\n三\n四\n秘密\n六", "秘密"},
           Page{"一\n二\n三\n四\n五\n秘密\n七", ""},
           Page{"000001\n平安区人民政府文件\n通知", ""},
           Page{"关于保守国家秘密的规定", ""},
           Page{"秘密工作人员管理办法\n第一条", ""},
           Page{"通知\n机密是指关系国家安全和利益的重要事项。", ""},
           Page{"通知\n工作人员应当保守机密。\n第二条", ""},
           Page{"", ""},
       }) {
    EXPECT_EQ(SecrecyMarkOf(page.text, marks), page.mark) << page.text;
  }
  EXPECT_EQ(SecrecyMarkOf("机密\n通知", {}), "") << "the policy names no marks";
}

TEST(SecrecyMark, WhatFollowsTheHeadIsNotLookedAt) {
  EXPECT_EQ(SecrecyMarkOf(std::string(100'000, '\n') + "机密\n", {"机密"}), "");
}

}  // namespace
}  // namespace santong::screening
