#include <array>

#include "base/config.h"

namespace seohak {
namespace {

constexpr std::array kSettings{
    Setting{"profile", SettingType::text, "recorded",
            "Where data comes from: recorded, simulated or live.",
            "데이터의 출처: recorded(녹화), simulated(모의), live(실시간).", 0, 0,
            "recorded simulated live"},
    Setting{"lang", SettingType::text, "", "Language of messages: ko or en; empty: from LANG.",
            "메시지 언어: ko 또는 en. 비우면 LANG을 따릅니다.", 0, 0, "ko en"},
    Setting{"landing.url", SettingType::text, "",
            "Directory or s3:// URL of raw answers; empty: below the home.",
            "원본 응답을 두는 디렉터리 또는 s3:// 주소. 비우면 홈 아래."},
    Setting{"warehouse.url", SettingType::text, "", "DuckDB file; empty: below the home.",
            "DuckDB 파일. 비우면 홈 아래."},
    Setting{"warehouse.lock_wait_s", SettingType::integer, "10",
            "Seconds to wait for a warehouse that another process holds.",
            "다른 프로세스가 쓰는 저장소를 기다리는 초.", 0, 3600},
    Setting{"recordings.dir", SettingType::text, "",
            "Directory of recorded answers; empty: the one shipped with the program.",
            "녹화된 응답 디렉터리. 비우면 프로그램에 딸린 것."},
    Setting{"serve.listen", SettingType::text, "127.0.0.1:8050", "Address of API and dashboard.",
            "API와 대시보드의 주소."},
    Setting{"http.parallel", SettingType::integer, "32", "Calls under way at once to one source.",
            "출처 하나에 동시에 진행하는 호출 수.", 1, 1024},
    Setting{"http.ca_bundle", SettingType::text, "", "PEM file of further certificate authorities.",
            "추가 인증 기관의 PEM 파일."},
    Setting{"http.connect_timeout_s", SettingType::integer, "10", "Seconds to connect.",
            "연결 제한 시간(초).", 1, 600},
    Setting{"calendar.closures", SettingType::list, "",
            "Days without trading that the program does not know: \"XNYS 2026-12-09\".",
            "프로그램이 모르는 휴장일: \"XNYS 2026-12-09\"."},
    Setting{"calendar.half_days", SettingType::list, "",
            "Early closings that it does not know, New York time: \"XNYS 2026-12-09 13:00\".",
            "프로그램이 모르는 조기 폐장, 뉴욕 시각: \"XNYS 2026-12-09 13:00\"."},
    Setting{"sources.*.enabled", SettingType::boolean, "true", "Whether the source is used.",
            "이 출처를 쓸지 여부."},
    Setting{"sources.cnn.endpoints.dataviz", SettingType::text, "https://production.dataviz.cnn.io",
            "Host of the Fear & Greed data.", "공포·탐욕 지수 데이터의 호스트."},
    Setting{"sources.gsheets.endpoints.docs", SettingType::text, "https://docs.google.com",
            "Host of Google Sheets.", "구글 시트의 호스트."},
    Setting{"sources.gsheets.fear_greed_id", SettingType::text, "",
            "Spreadsheet id of the Fear & Greed backfill (shared by link); empty: not used.",
            "공포·탐욕 과거 자료 시트의 id(링크 공유). 비우면 쓰지 않습니다."},
    Setting{"sources.gsheets.fear_greed_gid", SettingType::text, "0", "Its tab number.",
            "그 시트의 탭 번호."},
    Setting{"sources.eximbank.endpoints.oapi", SettingType::text, "https://oapi.koreaexim.go.kr",
            "Host of Korea Eximbank's open API.", "한국수출입은행 오픈 API의 호스트."},
    Setting{"sources.eximbank.key", SettingType::secret, "", "Key of Korea Eximbank's open API.",
            "한국수출입은행 오픈 API 인증키."},
    Setting{"sources.ecb.endpoints.www", SettingType::text, "https://www.ecb.europa.eu",
            "Host of the European Central Bank.", "유럽중앙은행의 호스트."},
    Setting{"sources.nasdaq.endpoints.api", SettingType::text, "https://api.nasdaq.com",
            "Host of the Nasdaq stock screener.", "나스닥 종목 스크리너의 호스트."},
    Setting{"sources.yahoo.endpoints.query", SettingType::text, "https://query1.finance.yahoo.com",
            "Host of Yahoo Finance's charts.", "야후 파이낸스 차트의 호스트."},
    Setting{"sources.yahoo.symbols", SettingType::list, "AAPL, MSFT, NVDA, AMZN, GOOGL, META, TSLA",
            "Stocks whose daily bars are asked for, in Nasdaq's spelling.",
            "일봉을 받을 종목(나스닥 표기)."},
    Setting{"sources.yahoo.minute_symbols", SettingType::list,
            "AAPL, MSFT, NVDA, AMZN, GOOGL, META, TSLA",
            "Stocks whose minute bars are asked for, in Nasdaq's spelling.",
            "분봉을 받을 종목(나스닥 표기)."},
    Setting{"sources.yahoo.currencies", SettingType::list, "USD",
            "Currencies whose rate in won is asked for.", "원화 환율을 받을 통화."},
    Setting{"sources.file.directory", SettingType::text, "",
            "Drop folder; empty: HOME/PROFILE/drop.",
            "파일을 넣는 폴더. 비우면 HOME/PROFILE/drop."},
};

}  // namespace

std::span<const Setting> settings() { return kSettings; }

}  // namespace seohak
