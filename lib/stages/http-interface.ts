import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { crossOrigin } from '../../core/contract/cross-origin.ts';
import { type GatewayRoute, gatewayRoutes } from '../../core/contract/gateway-routes.ts';
import type { Route } from '../../core/contract/route.ts';
import { environment } from '../../functions/describe-api/environment.ts';
import { whenAbove } from '../constructs/alarm-topic.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import type { HttpSettings } from '../settings/http.ts';
import type { Outputs, StageProps } from './stage-props.ts';

type Answering = Readonly<Record<Exclude<Route['function'], 'DescribeApi'>, NodeFunction>>;

export interface HttpInterfaceProps extends StageProps {
  readonly settings: HttpSettings;
  /** Who answers which routes. */
  readonly answering: Answering;
  /** Who decides whether a request may come in. */
  readonly authorizer: NodeFunction;
}

/**
 * The HTTP API: the routes of the contract, some of them together, each with the authorizer unless it needs no key; and
 * one that says of everything else what there is instead.
 */
export class HttpInterface extends Construct {
  private readonly api: HttpApi;
  readonly describeApi: NodeFunction;
  readonly outputs: Outputs<'ApiUrl'>;

  constructor(scope: Construct, id: string, props: HttpInterfaceProps) {
    super(scope, id);
    const { shared } = props;
    this.api = new HttpApi(this, 'Api', {
      description: 'Farthing: usage in, totals out',
      createDefaultStage: false,
      ...(props.settings.corsOrigins.length === 0 ? {} : { corsPreflight: corsOf(props.settings) }),
    });
    this.outputs = { ApiUrl: this.api.apiEndpoint };
    this.describeApi = new NodeFunction(this, 'DescribeApi', {
      ...shared,
      declares: environment,
      environment: {},
      memorySizeMb: 512,
      timeout: Duration.seconds(10),
    });
    this.addRoutes({ ...props.answering, DescribeApi: this.describeApi }, props.authorizer);
    const accessLog = this.accessLog(props);
    const stage = this.stage(props, accessLog);
    shared.alarms.alarm(this, 'ServerErrors', {
      metric: stage.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      means: 'five requests or more in five minutes were answered with 5xx',
      when: whenAbove(4),
    });
    new NoticeAlarm(this, 'RequestsSlowedDown', {
      ...shared,
      lines: { logs: accessLog, pattern: { '$.status': '429' } },
      means: 'more than a hundred requests in five minutes were answered with 429',
      when: whenAbove(100),
    });
    new NoticeAlarm(this, 'UnknownKeys', {
      ...shared,
      // Who has a key of ours and not the scope is known by the key.
      lines: { logs: accessLog, pattern: { '$.status': '403', '$.keyId': '-' } },
      means:
        'more than a hundred requests in five minutes came with a key that is unknown, revoked or at its end',
      when: whenAbove(100),
    });
  }

  private addRoutes(
    answering: Readonly<Record<Route['function'], NodeFunction>>,
    authorizeRequest: NodeFunction,
  ): void {
    const authorizer = (id: string): HttpLambdaAuthorizer =>
      new HttpLambdaAuthorizer(id, authorizeRequest.handler, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        identitySource: ['$request.header.Authorization'],
        resultsCacheTtl: Duration.seconds(60),
      });
    const withKey = authorizer('Authorizer');
    // What is kept of one is not taken for the other's: this one lets keys through that the function refuses.
    const withAnyKey = authorizer('LenientAuthorizer');
    const withoutKey = new HttpNoneAuthorizer();
    const authorizerOf = ({ scope, keysRefusedBy }: GatewayRoute) => {
      if (scope === undefined) return withoutKey;
      return keysRefusedBy === undefined ? withKey : withAnyKey;
    };
    const integrations = new Map(
      Object.entries(answering).map(([name, { handler }]) => [
        name,
        // One permission for all routes of a function: one for each is an eighth of what a stack may have.
        new HttpLambdaIntegration(name, handler, { scopePermissionToRoute: false }),
      ]),
    );
    for (const route of gatewayRoutes) {
      const integration = integrations.get(route.function);
      if (integration === undefined) continue;
      const added = this.api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration,
        authorizer: authorizerOf(route),
      });
      if (route.scope === undefined) added.forEach(acknowledgePublicRoute);
    }
    const unrouted = new HttpRoute(this, 'Unrouted', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Unrouted', answering.DescribeApi.handler),
      authorizer: withoutKey,
    });
    acknowledgePublicRoute(unrouted);
  }

  private accessLog({ shared }: HttpInterfaceProps): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      retention: shared.logRetention.toDays(),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private stage({ settings }: HttpInterfaceProps, accessLog: LogGroup): HttpStage {
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: settings.requestRateMax, burstLimit: settings.requestBurstMax },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogLine)),
      },
    });
  }
}

const corsOf = ({ corsOrigins }: HttpSettings): CorsPreflightOptions => ({
  allowOrigins: [...corsOrigins],
  allowMethods: crossOrigin.methods.map((method) => CorsHttpMethod[method]),
  allowHeaders: [...crossOrigin.requestHeaders],
  exposeHeaders: [...crossOrigin.answerHeaders],
  maxAge: Duration.seconds(crossOrigin.maxAgeSeconds),
});

/** One line per request; never the Authorization header, nor anything a sender puts into an event. */
const accessLogLine = {
  requestId: '$context.requestId',
  requestedAt: '$context.requestTimeEpoch',
  sourceIp: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  responseBytes: '$context.responseLength',
  tenant: '$context.authorizer.tenant',
  keyId: '$context.authorizer.keyId',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
};

function acknowledgePublicRoute(route: Construct): void {
  Validations.of(route).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: 'The contract is public: it describes the interface and holds nobody’s data.',
  });
}
