import type { z } from 'zod';
import type { operations } from './operations.ts';
import type { RouteKey } from './route-key.ts';
import type { ShapeOf, Unchanged } from './shapes.ts';

/** The operation of a route, with its very shapes. */
export type OperationAt<Key extends RouteKey> = (typeof operations)[Key];

type Json<Shape extends z.ZodType> = { readonly 'application/json': Shape };

/** What an operation's body is once it is parsed; undefined where it has none. */
export type BodyOf<Op> = Op extends { readonly request: Json<infer Shape> }
  ? ShapeOf<Shape>
  : undefined;

/** What an operation's query is once it is parsed; `Else` where names in it are no shape's. */
export type QueryOf<Op, Else> = Op extends { readonly patternQuery: object }
  ? Else
  : Op extends { readonly query: infer Shape extends z.ZodType }
    ? ShapeOf<Shape>
    : Else;

type AnswersOf<Op> = Op extends { readonly answers: infer Answers } ? Answers : never;

type JsonAnswerAt<Answers, Status extends keyof Answers> = Answers[Status] extends {
  readonly content: Json<infer Shape>;
}
  ? {
      readonly status: Status & number;
      readonly body: Unchanged<ShapeOf<Shape>>;
      /** Beside those of every answer; one of these wins. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  : EmptyAnswerAt<Answers, Status>;

/** An answer that says nothing but its status. */
type EmptyAnswerAt<Answers, Status extends keyof Answers> = Status extends 204
  ? Answers[Status] extends { readonly content: object }
    ? { readonly status: Status; readonly body?: undefined }
    : never
  : never;

/** The JSON answers of an operation, by their status. */
export type JsonAnswerOf<Op> = {
  [Status in keyof AnswersOf<Op>]: JsonAnswerAt<AnswersOf<Op>, Status>;
}[keyof AnswersOf<Op>];

/** Whether an operation also answers what is no JSON, or JSON without a shape. */
export type AnswersText<Op> = {
  [Status in keyof AnswersOf<Op>]: AnswersOf<Op>[Status] extends {
    readonly content: infer Content;
  }
    ? Exclude<keyof Content, 'application/json'> extends never
      ? Content extends Json<z.ZodUnknown>
        ? true
        : never
      : true
    : never;
}[keyof AnswersOf<Op>];
