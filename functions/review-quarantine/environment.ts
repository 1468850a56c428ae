/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = ['QUARANTINE_TABLE_NAME', 'EVENTS_QUEUE_URL'] as const;
