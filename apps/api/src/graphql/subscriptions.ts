import { Injectable } from '@nestjs/common';
import { createSourceEventStream, execute, Kind, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { refreshed, type GraphContext } from './context.js';
import { ending, flatMapped, type Stream } from './stream.js';
import { Vigil } from './vigil.js';

/** Runs subscriptions: each event with fresh loaders, and only for as long as the caller may listen. */
@Injectable()
export class Subscriptions {
  constructor(private readonly vigil: Vigil) {}

  /** Begins a subscription: its stream of answers, or the errors for which it did not begin. */
  async subscribe(args: ExecutionArgs): Promise<Stream<ExecutionResult> | ExecutionResult> {
    const controller = new AbortController();
    const context: GraphContext = { ...(args.contextValue as GraphContext), signal: controller.signal };
    const source = await createSourceEventStream({ ...args, contextValue: context });
    if (!(Symbol.asyncIterator in source)) return source;
    const watch = this.vigil.watch(context, fieldOf(args), controller);
    const answers = flatMapped(source[Symbol.asyncIterator](), async (event) => {
      await watch.assure();
      return [await execute({ ...args, rootValue: event, contextValue: refreshed(context) })];
    });
    return ending(answers, () => watch.forget());
  }
}

/** The name of the subscription in the schema. A subscription has exactly one root field; that is validated before. */
function fieldOf({ document, operationName }: ExecutionArgs): string {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || (operationName && definition.name?.value !== operationName)) continue;
    const [root] = definition.selectionSet.selections;
    if (root?.kind === Kind.FIELD) return root.name.value;
  }
  return '';
}
