/**
 * The vertical axis of every chart, with all of its ticks: by default those near others are left out, at uneven
 * distances.
 */
export const Y_AXIS = { width: 54, interval: 0 } as const;
