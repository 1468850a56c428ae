/**
 * Why nobody is reminded of an invoice that is overdue: its next step is to come later, or there is none; the last one
 * was made too short a time ago; less is due than the settings ask for; it, or its customer, is not to be reminded; or
 * a rail is collecting it.
 */
export const reminderReasons = [
  ...['no-step-yet', 'all-made', 'too-recent', 'below-minimum'],
  ...['paused', 'customer-held', 'collecting'],
] as const;
export type ReminderReason = (typeof reminderReasons)[number];
