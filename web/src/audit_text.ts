/// An audit in the reader's words.
import type { Audit } from './api/types';
import { translate, type Lang } from './i18n/index';

/** "키마다 한 행" for unique(grain); an audit without words of its own as its header writes it. */
export function auditText({ audit, name, arguments: given }: Audit, lang: Lang): string {
  const what = given[0] === 'grain' ? translate(lang, 'audit_grain') : given.join(', ');
  const [column = '', second = '', third = ''] = given;
  if (name === 'unique') return translate(lang, 'audit_unique', { what });
  if (name === 'positive') return translate(lang, 'audit_positive', { what });
  if (name === 'not_null') return translate(lang, 'audit_not_null', { what });
  if (name === 'between') return translate(lang, 'audit_between', { what: column, low: second, high: third });
  if (name === 'accepted') return translate(lang, 'audit_accepted', { what: column });
  if (name === 'sums_to') return translate(lang, 'audit_sums_to', { what: column, total: second });
  return audit;
}
