import type { Client } from '../support/client.ts';
import { event, type SentEvent, sendBatch, sendPlain } from '../support/events.ts';

const on = (month: string, day: number, time: string): string =>
  `${month}-${String(day).padStart(2, '0')}T${time}Z`;

/** Usage of one subject that is about the same each month, at hours on both sides of midnight in its zone. */
function ofPro(subject: string, month: string, factor: number): SentEvent[] {
  return [
    ...[2, 9, 13, 20].flatMap((day) => [
      event('view', subject, on(month, day, '22:30:00'), { section: 'news', reader: `r${day}` }),
      event('view', subject, on(month, day, '22:31:00'), {
        section: 'arts',
        reader: `r${day + 1}`,
      }),
    ]),
    event('view', subject, on(month, 25, '03:10:00.123456'), { section: 'news', reader: 'r2' }),
    event('download', subject, on(month, 9, '22:40:00'), {
      bytes: 612_345 * factor,
      format: 'pdf',
      status: '200',
    }),
    event('download', subject, on(month, 21, '05:05:05'), {
      bytes: `${500_001 * factor}`,
      format: 'epub',
      status: '206',
    }),
    event('download', subject, on(month, 21, '05:06:00'), { bytes: 9, status: '404' }),
    event('seats', subject, on(month, 3, '12:00:00'), { taken: 4, free: 2 }),
    event('seats', subject, on(month, 18, '12:00:00'), { taken: 5, free: 1 }),
    event('storage', subject, on(month, 1, '17:00:00'), { gb: '1.25' }),
    event('storage', subject, on(month, 16, '17:00:00'), { gb: 7.5 }),
  ];
}

const sales = (month: string): SentEvent[] =>
  [12, 19.99, 250, 8.5].map((amount, index) =>
    event('sale', 'shop', on(month, 4 + 6 * index, '10:00:00'), { amount }),
  );

/** Of those who pay by the default plan or one of its kind. */
const views = (subject: string, month: string, count: number): SentEvent[] =>
  Array.from({ length: count }, (_, index) =>
    event('view', subject, on(month, 11, `09:00:${String(index).padStart(2, '0')}`), {
      section: 'news',
      reader: subject,
    }),
  );

const pages = (month: string): readonly SentEvent[] => [
  ...ofPro('press-app', month, 1),
  ...ofPro('press-web', month, 2),
  ...ofPro('tokyo', month, 3),
  ...ofPro('york', month, 1),
  ...sales(month),
  ...views('small', month, 6),
  ...views('walker', month, 45),
  ...views('burst', month, 50),
  // May is the one month that is out of bounds.
  event('download', 'burst', on(month, 12, '08:00:00'), {
    bytes: month === '2026-05' ? 900_000_000 : 9_000_000,
    format: 'pdf',
    status: '200',
  }),
];

const rendered = (month: string): readonly SentEvent[] => [
  event('render', 'anime', on(month, 7, '16:00:00'), { minutes: '12.5' }),
  event('render', 'anime', on(month, 22, '16:00:00'), { minutes: 31 }),
  event('render', 'manga', on(month, 8, '01:00:00'), { minutes: 7.25 }),
];

/** Sends a month's usage of both tenants that bill, in several requests and forms. */
export async function sendMonth(client: Client, month: string): Promise<void> {
  const all = pages(month);
  const third = Math.ceil(all.length / 3);
  await sendPlain(client, 'magazine', all.slice(0, third));
  await sendBatch(client, 'magazine', all.slice(third, 2 * third));
  await sendPlain(client, 'magazine', all.slice(2 * third));
  await sendPlain(client, 'studio', rendered(month));
}
