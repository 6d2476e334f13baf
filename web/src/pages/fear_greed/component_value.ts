/// How each component's raw value is written.
import { formatNumber, kMissing, type Decimal } from '../../format';

const kForms: Readonly<Record<string, { digits: number; unit: string }>> = {
  market_momentum: { digits: 0, unit: '' },
  stock_price_strength: { digits: 2, unit: '%' },
  stock_price_breadth: { digits: 0, unit: '' },
  put_call_options: { digits: 2, unit: '' },
  market_volatility: { digits: 2, unit: '' },
  junk_bond_demand: { digits: 2, unit: '%p' },
  safe_haven_demand: { digits: 1, unit: '%p' },
};

/** 7,230 · 3.33% · 9.7%p; "–" when missing. */
export function componentValue(component: string, value: Decimal | null): string {
  const { digits, unit } = kForms[component] ?? { digits: 2, unit: '' };
  const text = formatNumber(value, digits);
  return text === kMissing ? text : `${text}${unit}`;
}
