import { logRetention } from './durations.ts';
import { email, type Group, page } from './setting.ts';

/** What whoever runs it is told, and how long. */
export const operations = {
  alarmEmail: {
    key: 'farthing:alarmEmail',
    kind: email,
    does: 'Who is written to when an alarm goes off and when it is over',
  },
  runbook: {
    key: 'farthing:runbook',
    kind: page('docs/runbook.md'),
    does: 'Where the runbook is: each alarm ends with its entry there, as `docs/runbook.md#errors`',
  },
  logRetention: {
    key: 'farthing:logRetentionDays',
    kind: logRetention,
    does: 'How long log lines are kept',
  },
} satisfies Group;
