/** Height of the whole chart card, reserved while it loads so that nothing below it moves. */
export const CHART_HEIGHT_PX = 276;
