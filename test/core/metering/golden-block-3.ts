import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { goldenBlock } from './golden-block.ts';

const [first, second, ...others] = goldenBlock.events;
const batch = '0123456789abcdef';

/** Some with stamps of backfill jobs, and some without: see docs/block-format.md. */
const events: readonly UsageEvent[] = [first, second].flatMap((event, index) =>
  event === undefined
    ? []
    : [
        {
          ...event,
          backfill: {
            job: 'history-2025',
            batch,
            billing: index === 0 ? 'adjust' : 'informational',
          },
        } as const,
      ],
);

/** A block of version 3, written when there was no later one. It never changes. */
export const goldenBlock3 = {
  base64:
    'AwAAAAMByUAEa9//WICQorrS7K6gyDwgG2ABAMT/b7/2HuqJxLkL7ZtuSGhIMxNWzCmRRqYkbWQvDTc4cMsgkAAgzxJKeGAb' +
    'NsZ+NxLHy9OpQK9dT6aaJWiBqIdiZqJjgVSzZGRS1So09Eu5wTg9Ekgl0tDQzqWyubZuQzETr+3R8x19fhD/EcVEy0RLTEy0' +
    'LZDr5+pd3YYy/JKYvj/9Pz7cn0kMJaBomYmXzgUmEulRN9eRSEKDJtFMdYsSSQlokJhB0YaA7VgWFNG+gJlqd0uZaq5j2lC0' +
    'JNSJwESi26jk6h2JJDTMoOhCwHZczw/CKLZsx/X8IIxiy7Ad16vBdqCILgWgIWU+WVR3LMc3LfJIKp3J5vLQUKKomJcIw+Km' +
    'xGDGbtY=',
  events: [...events, ...others],
};
