import { apiKeyFrom } from '../../core/access/api-key.ts';
import { acceptEvents, type IntakePorts } from '../../core/metering/intake/accept-events.ts';
import { formFields } from '../../core/metering/intake/form-fields.ts';
import { stripeEventFrom, stripeNames } from '../../core/metering/intake/stripe-event.ts';
import type { AnswerOf, HttpRequest } from '../middleware/http.ts';
import { idempotencyKeyOf } from '../middleware/idempotency-key.ts';
import {
  BODY_BYTES_MAX,
  bodyText,
  mediaTypeOf,
  wrongMediaType,
} from '../middleware/request-body.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Answers Stripe's SDKs, one meter event a request. */
export const stripeMeterEvent =
  (ports: IntakePorts) =>
  async (request: HttpRequest): Promise<AnswerOf<'POST /v1/billing/meter_events'>> => {
    const { essence } = mediaTypeOf(request);
    if (essence !== FORM) throw wrongMediaType(essence, [FORM]);
    const fields = formFields(bodyText(request, BODY_BYTES_MAX));
    const sent = stripeEventFrom(fields, idempotencyKeyOf(request, 'taken'));
    await acceptEvents(ports, request.caller.tenant, {
      values: [sent.event],
      form: 'any',
      names: stripeNames,
      place: (_, name) => name,
    });
    return {
      status: 200,
      body: {
        object: 'billing.meter_event',
        created: secondsOf(ports.clock.now()),
        event_name: sent.name,
        identifier: sent.identifier,
        livemode: isLive(request.headers['authorization']),
        payload: { ...sent.payload },
        timestamp: secondsOf(sent.occurredAt),
      },
    };
  };

const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

const isLive = (authorization = ''): boolean =>
  apiKeyFrom(authorization.split(' ').at(-1) ?? '')?.mode === 'live';
