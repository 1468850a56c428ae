import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Route } from '../../core/contract/route.ts';
import { environment, noOrigins } from '../../functions/serve-front/environment.ts';
import { fonts } from '../../functions/serve-front/fonts.ts';
import { whenAbove } from '../constructs/alarm-topic.ts';
import type { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import type { RetainedBucket } from '../constructs/retained-bucket.ts';
import { ServerFunction } from '../constructs/server-function.ts';
import type { HttpSettings } from '../settings/http.ts';
import type { Rails } from './rails.ts';
import type { Outputs, Shared, StageProps } from './stage-props.ts';

export interface WebFrontProps extends StageProps {
  readonly settings: HttpSettings;
  /** Whose routes it answers itself. */
  readonly answering: Readonly<Record<Exclude<Route['function'], 'DescribeApi'>, NodeFunction>>;
  /** Whose decision who may come in it makes itself. */
  readonly authorizer: NodeFunction;
  readonly documents: RetainedBucket;
  readonly rails: Pick<Rails, 'acknowledgeSecrets'>;
}

/**
 * One server that answers every route of the contract in its own process, and shares the sends of events. It has the
 * variables and the grants of the functions whose work it does, together, and no others.
 */
export class WebFront extends Construct {
  readonly outputs: Outputs<'FrontUrl'>;

  constructor(scope: Construct, id: string, props: WebFrontProps) {
    super(scope, id);
    const { shared, settings } = props;
    const { corsOrigins } = settings;
    const functions = [props.authorizer, ...Object.values(props.answering)];
    const server = new ServerFunction(this, 'ServeFront', {
      environment: {
        ...variablesOf(functions),
        CORS_ORIGINS: corsOrigins.length === 0 ? noOrigins : corsOrigins.join(','),
        FRONT_TENANT_RATE_MAX: String(settings.frontTenantRateMax),
      },
      fonts,
      logRetention: shared.logRetention,
      timeout: Duration.seconds(30),
      requestsMax: 128,
      rateMax: settings.requestRateMax,
    });
    for (const { granted } of functions) {
      for (const statement of granted) {
        server.grantPrincipal.addToPrincipalPolicy(statement.copy());
      }
    }
    new NoticeAlarm(this, 'FrontFailures', {
      ...shared,
      means: 'the second front answered a request with 500',
    });
    this.watchRefusals(shared);
    props.documents.acknowledgeKeys(server);
    props.rails.acknowledgeSecrets(server);
    this.outputs = { FrontUrl: server.url };
  }

  private watchRefusals(shared: Shared): void {
    for (const [entry, means] of Object.entries(refusals)) {
      new NoticeAlarm(this, `Front${entry}`, {
        ...{ ...shared, entry, means },
        when: whenAbove(100),
      });
    }
  }
}

/** What it refuses without asking a function. */
const refusals = {
  RequestsSlowedDown:
    'the second front answered more than a hundred requests in five minutes with 429',
  UnknownKeys:
    'more than a hundred requests in five minutes came to the second front with a key that is unknown, revoked or at its end',
};

/** What it reads that no other does. */
const own: readonly string[] = [
  'CORS_ORIGINS',
  'FRONT_TENANT_RATE_MAX',
] satisfies (typeof environment)[number][];

/** The variables of all, which are the same where they have the same name. */
function variablesOf(functions: readonly NodeFunction[]): Readonly<Record<string, string>> {
  const variables = new Map<string, string>();
  for (const [name, value] of functions.flatMap((one) => Object.entries(one.environment))) {
    const known = variables.get(name) ?? value;
    if (known !== value) throw new Error(`give ${name} one meaning in all functions of the front`);
    variables.set(name, value);
  }
  const missing = environment.filter((name) => !own.includes(name) && !variables.has(name));
  if (missing.length > 0) throw new Error(`the front lacks ${missing.join(', ')}`);
  return Object.fromEntries(variables);
}
