/// Texts of logging in and out.
export const login = {
  login_title: { ko: '로그인', en: 'Log in' },
  login_why: {
    ko: '다른 기기에서 열 수 있는 대시보드라서 암호가 필요합니다.',
    en: 'This dashboard can be reached from other devices, so it asks for its password.',
  },
  login_forgotten: {
    ko: '암호를 잊었다면 서버가 있는 컴퓨터에서 새로 정하세요.',
    en: 'Forgotten? Set a new one on the computer that runs the server:',
  },
  password: { ko: '암호', en: 'Password' },
  password_show: { ko: '암호 보기', en: 'Show password' },
  log_in: { ko: '로그인', en: 'Log in' },
  login_busy: { ko: '확인하는 중…', en: 'Checking…' },
  login_wrong: { ko: '암호가 맞지 않습니다.', en: 'The password is wrong.' },
  login_wait: {
    ko: '시도가 너무 많습니다. {seconds}초 뒤 다시 할 수 있습니다.',
    en: 'Too many attempts. Try again in {seconds} s.',
  },
  login_lost: {
    ko: '서버에 연결할 수 없습니다. 서버가 켜져 있는지 확인하세요.',
    en: 'The server cannot be reached. Check that it is running.',
  },
  login_refused: { ko: '로그인하지 못했습니다: {message}', en: 'Log-in failed: {message}' },

  log_out: { ko: '로그아웃', en: 'Log out' },
  log_out_text: {
    ko: '다시 보려면 암호가 필요합니다.', en: 'Seeing the dashboard again takes the password.',
  },
  log_out_here: { ko: '이 브라우저에서', en: 'In this browser' },
  log_out_everywhere: { ko: '모든 기기에서', en: 'On every device' },
  log_out_failed: { ko: '로그아웃하지 못했습니다: {message}', en: 'Log-out failed: {message}' },
} as const;
