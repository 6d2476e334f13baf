// Answers of /api/v1/{sources,quarantine}: the shape of a recorded first run.
function source(name, dataset, table, needs_key, last_fetched_at, rows) {
  return { source: name, dataset, table, needs_key, has_key: needs_key, last_fetched_at, rows };
}

export const sources = [
  source('cnn', 'graphdata', 'raw_data.fear_greed_daily', false, '2026-05-01T23:04:19Z', 1320),
  source('cnn', 'graphdata', 'raw_data.fear_greed_component_daily', false, '2026-05-01T23:04:19Z', 11880),
  source('gsheets', 'fear_greed', 'raw_data.fear_greed_daily', false, '2026-05-01T23:30:00Z', 3834),
  source('eximbank', 'rates', 'raw_data.fx_rate_daily', true, '2024-11-29T02:10:00Z', 222),
  source('ecb', 'reference_rates', 'raw_data.fx_rate_daily', false, '2026-04-13T15:56:22Z', 34915),
  source('file', 'drop', 'raw_data.fx_rate_daily', false, null, 0),
];

export const quarantine = [
  { table_name: 'raw_data.fx_rate_daily', source: 'ecb', fetched_at: '2026-04-13T15:56:22Z',
    reason: 'deal_base_rate is not a number: "N/A"', row_text: '2004-12-31,TRL,N/A',
    load_id: '4f1c2a90', record: 0 },
];
