/// The whole list of signals under a filter, as a table.
import { allRows } from '../../api/all_rows';
import type { SignalRow, Signals } from '../../api/types';
import type { TableData } from '../../cells';
import { prefs, t } from '../../prefs.svelte';
import { sectorName, securityName } from '../../words';

const kPage = 10_000;

export async function signalsTable(query: Readonly<Record<string, string>>): Promise<TableData> {
  const rows = await allRows<Signals, SignalRow>({ path: '/signals', query, rows: (data) => data.rows, page: kPage }, prefs.lang);
  return {
    columns: [{ label: t('movers_symbol') }, { label: t('movers_name') }, { label: t('themes_sector') },
      { label: `${t('movers_close')} (USD)` }, { label: t('change_pct') }, { label: 'RSI 14' }, { label: t('data_state') },
      { label: t('signals_since') }, { label: t('signals_bars_since') }, { label: `${t('map_traded')} (USD)` },
      { label: `${t('map_cap')} (USD)` }],
    rows: rows.map((row) => [row.symbol, securityName(row, prefs.lang), sectorName(row.sector, prefs.lang), row.close,
      row.change_pct, row.rsi_wilder, row.status, row.since, row.bars, row.traded_usd, row.market_cap_usd]),
  };
}
