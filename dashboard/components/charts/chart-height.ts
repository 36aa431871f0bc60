/** Height of a chart's whole card, reserved while it loads so that nothing below it moves. */
export const CHART_HEIGHT_PX = 276;
