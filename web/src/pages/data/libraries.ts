/// What the pages are built with, and under which licence: every runtime dependency.
export const kLibraries = [
  { name: 'Svelte', from: 'svelte', licence: 'MIT' },
  { name: 'Apache ECharts', from: 'echarts', licence: 'Apache-2.0' },
  { name: 'Lightweight Charts™', from: 'lightweight-charts', licence: 'Apache-2.0' },
  { name: 'd3-hierarchy', from: 'd3-hierarchy', licence: 'ISC' },
  { name: 'Pretendard', from: 'pretendard', licence: 'OFL-1.1' },
  { name: 'modern-screenshot', from: 'modern-screenshot', licence: 'MIT' },
] as const;
