import { Injectable } from '@nestjs/common';
import { Args, Context, Field, ID, InterfaceType, Query, Resolver } from '@nestjs/graphql';
import type { GraphContext } from './context.js';

/** Which type a node that was just loaded has. Kept beside the node: rows of the rooms know no GraphQL. */
const typeNames = new WeakMap<object, string>();

/** Everything that has an id of its own. */
@InterfaceType('Node', {
  description: 'Anything with an id of its own. Ids are opaque: keep them, do not read them.',
  resolveType: (value: object) => typeNames.get(value),
})
export abstract class Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  id: string;
}

/** How one kind of node is read: at most one read per request and kind, through a loader; undefined when the caller may not see it. */
export interface NodeKind {
  /** The prefix of its ids without underscore, such as `exc`. */
  readonly prefix: string;
  /** The name of its type in the schema, such as `PolicyException`. */
  readonly type: string;
  /** Reads one, with the rights of the caller. */
  load(id: string, context: GraphContext): Promise<object | null | undefined>;
}

/** Which kind of node an id names. Each feature adds its kinds when its module starts. */
@Injectable()
export class NodeKinds {
  private readonly kinds = new Map<string, NodeKind>();

  /** Adds a kind. Two kinds with one prefix are a mistake of the program and stop the start. */
  add(kind: NodeKind): void {
    if (this.kinds.has(kind.prefix)) throw new Error(`Two kinds of node have ids that begin with ${kind.prefix}_.`);
    this.kinds.set(kind.prefix, kind);
  }

  /** The node that an id names, or null: there is none, or none that the caller may see. */
  async load(id: string, context: GraphContext): Promise<object | null> {
    const kind = this.kinds.get(id.slice(0, id.indexOf('_')));
    const found = await kind?.load(id, context);
    if (!kind || !found) return null;
    typeNames.set(found, kind.type);
    return found;
  }
}

/** `node(id)`: one way to fetch again whatever one holds an id of. */
@Resolver()
export class NodeResolver {
  constructor(private readonly kinds: NodeKinds) {}

  @Query(() => Node, { nullable: true, description: 'Anything by its id; null when there is no such thing, or none that you may see.' })
  node(
    @Args('id', { type: () => ID, description: 'The id as it was given to you.' }) id: string,
    @Context() context: GraphContext,
  ): Promise<object | null> {
    return this.kinds.load(id, context);
  }
}
