/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = [
  'EVENTS_QUEUE_URL',
  'EVENT_MAX_AGE_SECONDS',
  'EVENT_MAX_LEAD_SECONDS',
] as const;
