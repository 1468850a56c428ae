import { functionNameIn } from './identity.ts';
import type { Properties } from './properties.ts';
import type { Resource, Template } from './template.ts';

/** An HTTP API (API Gateway v2): its routes, and who may call them. */
export interface HttpApiDefinition {
  readonly apiId: string;
  /** The stage in front of every path; `$default` has none. */
  readonly stage: string;
  readonly routes: readonly RouteDefinition[];
  readonly cors: CorsDefinition | undefined;
}

/** One route. `method` is upper case, or `ANY`; `path` is undefined for `$default`. */
export interface RouteDefinition {
  readonly key: string;
  readonly method: string;
  readonly path: string | undefined;
  readonly functionName: string;
  readonly integrationTimeoutMs: number;
  readonly authorizer: AuthorizerDefinition | undefined;
}

/** A Lambda authorizer, payload format 2.0. */
export interface AuthorizerDefinition {
  readonly id: string;
  readonly functionName: string;
  /** `$request.header.Authorization` and the like: all have to be there, together they are the cache's key. */
  readonly identitySources: readonly string[];
  readonly ttlSeconds: number;
  readonly simpleResponses: boolean;
}

/** The CORS answers that the gateway gives itself. */
export interface CorsDefinition {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds: number | undefined;
}

/** The template's HTTP API; undefined when it has none. */
export function readHttpApi(template: Template): HttpApiDefinition | undefined {
  const [api, ...others] = template.ofType('AWS::ApiGatewayV2::Api');
  if (api === undefined) return undefined;
  if (others.length > 0) {
    throw new Error(`the local runtime serves one HTTP API, this stack has ${others.length + 1}`);
  }
  if (api.properties.optionalString('ProtocolType') !== 'HTTP') {
    throw new Error(`${api.logicalId} is not an HTTP API: the local runtime serves no other`);
  }
  const integrations = new Map(
    template.ofType('AWS::ApiGatewayV2::Integration').map((item) => [item.ref, item]),
  );
  const authorizers = new Map(
    template.ofType('AWS::ApiGatewayV2::Authorizer').map((item) => [item.ref, item]),
  );
  const [stage] = template.ofType('AWS::ApiGatewayV2::Stage');
  return {
    apiId: api.ref,
    stage: stage?.name ?? '$default',
    routes: template
      .ofType('AWS::ApiGatewayV2::Route')
      .map((route) => routeOf(route, integrations, authorizers)),
    cors: corsOf(api.properties.optionalObject('CorsConfiguration')),
  };
}

function routeOf(
  { logicalId, properties }: Resource,
  integrations: ReadonlyMap<string, Resource>,
  authorizers: ReadonlyMap<string, Resource>,
): RouteDefinition {
  const key = properties.string('RouteKey');
  const target = properties.string('Target').replace(/^integrations\//, '');
  const integration = integrations.get(target);
  if (integration === undefined) {
    throw new Error(`${logicalId} has target ${target}, which is no integration of this stack`);
  }
  const [method = '', path] = key.split(' ');
  return {
    key,
    method: key === '$default' ? 'ANY' : method,
    path: key === '$default' ? undefined : path,
    functionName: integratedFunction(integration),
    integrationTimeoutMs: integration.properties.optionalNumber('TimeoutInMillis') ?? 30_000,
    authorizer: authorizerOf(logicalId, properties, authorizers),
  };
}

function integratedFunction({ logicalId, properties }: Resource): string {
  const type = properties.string('IntegrationType');
  const version = properties.optionalString('PayloadFormatVersion');
  const name = functionNameIn(properties.optionalString('IntegrationUri') ?? '');
  if (type !== 'AWS_PROXY' || version !== '2.0' || name === undefined) {
    throw new Error(
      `${logicalId} must be an AWS_PROXY integration of a function, payload format 2.0, got ${type} ${String(version)}`,
    );
  }
  return name;
}

function authorizerOf(
  routeId: string,
  route: Properties,
  authorizers: ReadonlyMap<string, Resource>,
): AuthorizerDefinition | undefined {
  const type = route.optionalString('AuthorizationType') ?? 'NONE';
  if (type === 'NONE') return undefined;
  const authorizer = authorizers.get(route.optionalString('AuthorizerId') ?? '');
  if (type !== 'CUSTOM' || authorizer === undefined) {
    throw new Error(`${routeId} has authorization ${type}: only Lambda authorizers run locally`);
  }
  const { logicalId, ref, properties } = authorizer;
  const functionName = functionNameIn(properties.string('AuthorizerUri'));
  const version = properties.optionalString('AuthorizerPayloadFormatVersion');
  if (functionName === undefined || version !== '2.0') {
    throw new Error(
      `${logicalId} must be a Lambda authorizer, payload format 2.0, got ${String(version)}`,
    );
  }
  return {
    id: ref,
    functionName,
    identitySources: properties.strings('IdentitySource'),
    ttlSeconds: properties.optionalNumber('AuthorizerResultTtlInSeconds') ?? 0,
    simpleResponses: properties.optionalBoolean('EnableSimpleResponses') === true,
  };
}

function corsOf(cors: Properties | undefined): CorsDefinition | undefined {
  if (cors === undefined) return undefined;
  return {
    allowOrigins: cors.strings('AllowOrigins'),
    allowMethods: cors.strings('AllowMethods'),
    allowHeaders: cors.strings('AllowHeaders'),
    exposeHeaders: cors.strings('ExposeHeaders'),
    allowCredentials: cors.optionalBoolean('AllowCredentials') === true,
    maxAgeSeconds: cors.optionalNumber('MaxAge'),
  };
}
