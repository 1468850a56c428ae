import { sha256 } from '../../core/kernel/digest.ts';
import { isJsonObject, parseJson } from '../../core/kernel/json.ts';
import { tenantOfEventMessage } from '../../core/metering/intake/event-message.ts';

/** Says which group a message is of; undefined for none. */
export type GroupOf = (body: string) => string | undefined;

/** What SQS takes as a group: letters, digits and punctuation, up to 128. */
const TAKEN = /^[!-~]{1,128}$/;

/** SQS calls a tenant that has a backlog noisy, and hands out the messages of others first. */
const groupOf = (tenant: string): string =>
  TAKEN.test(tenant) ? tenant : sha256(tenant).toString('hex');

/** Our messages are not deep. */
const DEPTH_MAX = 32;

/** The group of a JSON message that says its `tenant`; none of one about all tenants. */
export const byTenant: GroupOf = (body) => {
  const message = parseJson(body, DEPTH_MAX);
  const tenant = isJsonObject(message) ? message['tenant'] : undefined;
  return typeof tenant === 'string' ? groupOf(tenant) : undefined;
};

/** The group of a message of events, as `farthing:eventGroups` has it. */
export const groupOfEvents = (setting: string): GroupOf =>
  setting === 'none' ? () => undefined : (body) => groupOf(tenantOfEventMessage(body));
