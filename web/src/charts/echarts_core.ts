/// The parts of ECharts that the charts use; loaded only when a chart comes near the screen.
import { BarChart, LineChart } from 'echarts/charts';
import {
  AxisPointerComponent, GridComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([
  AxisPointerComponent, BarChart, CanvasRenderer, GridComponent, LineChart, MarkAreaComponent,
  MarkLineComponent, MarkPointComponent, TooltipComponent,
]);

export { init };
