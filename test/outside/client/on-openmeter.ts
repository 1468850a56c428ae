import { type Event, type HTTPError, isHTTPError, OpenMeter } from '@openmeter/sdk';
import { summed, thrownBy, type Used, untilAnswered, used } from './sent-events.ts';

/** A program that meters with OpenMeter: but for its URL and its key, nothing of it is about us. */

const [verb = '', baseUrl = '', apiKey = '', type = '', from = ''] = process.argv.slice(2);
const openmeter = new OpenMeter({ baseUrl, apiKey });
const to = new Date(Date.parse(from) + 4 * 3_600_000);

const eventOf = ({ id, subject, time, value, model }: Used): Event => ({
  ...{ id, source: 'program', type, subject, time },
  data: { value, model },
});
const isLost = (error: unknown): boolean => !isHTTPError(error);
const ingest = (events: Event | Event[]) =>
  untilAnswered(isLost, () => openmeter.events.ingest(events));

async function send(): Promise<void> {
  const all = used(400, from);
  const events = all.map(eventOf);
  for (const event of events.slice(0, 20)) await ingest(event);
  for (let at = 20; at < events.length; at += 95) await ingest(events.slice(at, at + 95));
  // The same again is the same.
  await ingest(events.slice(0, 50));

  const old = { ...eventOf(all[0] as Used), id: 'old', time: new Date('2020-01-01T00:00:00Z') };
  const fresh = { ...eventOf(all[0] as Used), id: 'never taken' };
  const partly = await refusalOf('a batch with an event that is wrong', () => ingest([fresh, old]));
  if (partly.status !== 400 || partly.getField('code') !== 'request.some-rejected') throw partly;
  const stranger = new OpenMeter({ baseUrl, apiKey: 'om_unknown' });
  await refusalOf('a key that is unknown', () =>
    untilAnswered(isLost, () => stranger.events.ingest(fresh)),
  );
  await refusalOf('a method that is not here', () =>
    untilAnswered(isLost, () =>
      openmeter.meters.create({ slug: 'a', aggregation: 'COUNT', eventType: 'a' }),
    ),
  );
  console.log(JSON.stringify(summed(all)));
}

async function refusalOf(what: string, attempt: () => Promise<unknown>): Promise<HTTPError> {
  const thrown = await thrownBy(what, attempt);
  if (!isHTTPError(thrown)) throw thrown;
  return thrown;
}

async function read(): Promise<void> {
  const meters = (await openmeter.meters.list()) ?? [];
  const slugOf = (aggregation: string): string =>
    meters.find((meter) => meter.eventType === type && meter.aggregation === aggregation)?.slug ??
    '';
  const query = { from: new Date(from), to, subject: ['subject-0', 'subject-1', 'subject-2'] };
  const counts = await openmeter.meters.query(slugOf('COUNT'), query);
  const amounts = await openmeter.meters.query(slugOf('SUM'), query);
  const amountOf = (subject: string | null): string =>
    String(amounts?.data.find((row) => row.subject === subject)?.value);
  console.log(
    JSON.stringify(
      Object.fromEntries(
        (counts?.data ?? []).map(({ subject, value }) => [
          subject,
          { count: value, amount: amountOf(subject) },
        ]),
      ),
    ),
  );
  const byHour = await openmeter.meters
    .query(slugOf('COUNT'), {
      ...{ from: new Date(from), windowSize: 'HOUR', windowTimeZone: 'Asia/Kolkata' },
      ...{ groupBy: ['model'], filterGroupBy: { model: 'model-0' } },
    })
    .catch((error: unknown) => error);
  if (!isHTTPError(byHour) || byHour.getField('code') !== 'usage.group-unknown') {
    throw new Error('a meter without the dimension was asked for it');
  }
  const hours = await openmeter.meters.query(slugOf('SUM'), {
    ...{ from: new Date(from), windowSize: 'HOUR', windowTimeZone: 'Asia/Kolkata' },
    ...{ groupBy: ['model'], filterGroupBy: { model: 'model-0' } },
  });
  const [row] = hours?.data ?? [];
  if (!(row?.windowStart instanceof Date) || row.groupBy['model'] !== 'model-0') {
    throw new Error(`expected rows by hour and model, got ${JSON.stringify(hours)}`);
  }
}

await (verb === 'send' ? send() : read());
