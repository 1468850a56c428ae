import type { eventsRoutes } from '../../core/contract/events/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { usageRoutes } from '../../core/contract/usage/routes.ts';
import { type Example, NOW, NOW_SECONDS } from './example.ts';

/** Examples of events and usage. */
export const sendingExamples = {
  'POST /v1/events': {
    body: {
      // Another each time it is run, as the time is: the same id with another time would be a conflict.
      id: NOW_SECONDS,
      source: 'urn:magazine:web',
      type: 'view',
      subject: 'reader-7',
      time: NOW,
      data: { path: '/articles/1', bytes: 5120 },
    },
    client: {
      sender: `// It has an id and a time from here on, and stays as it is over every retry.
sender.track({ type: 'view', subject: 'reader-7', data: { path: '/articles/1', bytes: 5120 } });`,
    },
  },
  'GET /v1/events': {
    query: { subject: 'reader-7', from: '2026-10-14T00:00:00Z', to: '2026-10-15T00:00:00Z' },
    client: {
      reader: `const events = reader.events({
  subject: 'reader-7',
  from: '2026-10-14T00:00:00Z',
  to: '2026-10-15T00:00:00Z',
});
for await (const { id, time, status } of events) console.log(\`\${time} \${id}: \${status}\`);`,
    },
  },
  'GET /v1/usage': {
    query: { meter: 'views', from: '2026-10', to: '2026-11', groupBy: 'subject' },
    client: {
      reader: `const usage = reader.usage({ meter: 'views', from: '2026-10', to: '2026-11', groupBy: 'subject' });
for await (const row of usage) console.log(\`\${row.subject}: \${row.value}\`);`,
    },
  },
} as const satisfies Readonly<Record<KeyOf<typeof eventsRoutes | typeof usageRoutes>, Example>>;
