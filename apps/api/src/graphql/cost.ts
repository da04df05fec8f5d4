import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { LIMITS } from './limits.js';
import { PAGE_SIZE } from './page.js';
import { badRequest } from './refuse.js';

/** How much an operation could answer. */
export interface Measure {
  /** Fields inside each other. */
  readonly depth: number;
  /** Objects in the answer at most: those of a list count as often as the list may have rows. Scalars are free. */
  readonly cost: number;
}

/** What the measuring of one operation knows. */
export interface Measured {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Rows that a list without `first` is counted with, unless its field says `extensions: { atMost: n }`. */
const ROWS_OF_A_PLAIN_LIST = 10;
const NOTHING: Measure = { depth: 0, cost: 0 };

/**
 * Measures an operation by the schema, without running it. Each fragment is walked once, however often it is used, so the time grows with the
 * length of the document only. Unknown fields count as objects; the validation that follows refuses them.
 * @throws GraphQLError (BAD_USER_INPUT) for a page above the limit and for fragments that contain each other.
 */
export function measure(measured: Measured): Measure {
  const { schema, operation } = measured;
  return new Walk(measured).set(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, 1);
}

class Walk {
  private readonly walked = new Map<string, Measure | 'under way'>();

  constructor(private readonly measured: Measured) {}

  /** `rows` is the size of the page that the object belongs to, for the `nodes` and `edges` below it. */
  set(set: SelectionSetNode, type: GraphQLCompositeType | undefined, rows: number): Measure {
    let [depth, cost] = [0, 0];
    for (const selection of set.selections) {
      const part = this.selection(selection, type, rows);
      depth = Math.max(depth, part.depth);
      cost += part.cost;
    }
    return { depth, cost };
  }

  private selection(node: SelectionNode, type: GraphQLCompositeType | undefined, rows: number): Measure {
    if (node.kind === Kind.FIELD) return this.field(node, type, rows);
    if (node.kind === Kind.INLINE_FRAGMENT) return this.set(node.selectionSet, this.typeOf(node) ?? type, rows);
    return this.spread(node.name.value, rows);
  }

  private spread(name: string, rows: number): Measure {
    const key = `${name} ${rows}`;
    const known = this.walked.get(key);
    if (known === 'under way') throw badRequest(`The fragment "${name}" contains itself.`);
    if (known) return known;
    const fragment = this.measured.fragments.get(name);
    if (!fragment) return NOTHING;
    this.walked.set(key, 'under way');
    const found = this.set(fragment.selectionSet, this.typeOf(fragment), rows);
    this.walked.set(key, found);
    return found;
  }

  private field(node: FieldNode, parent: GraphQLCompositeType | undefined, rows: number): Measure {
    if (node.name.value.startsWith('__')) return { depth: 1, cost: 0 }; // introspection has limits of its own
    const field = fieldOf(parent, node.name.value);
    if (!node.selectionSet) return { depth: 1, cost: 0 };
    const type = field && getNamedType(field.type);
    const page = this.pageAsked(node);
    const below = this.set(node.selectionSet, isCompositeType(type) ? type : undefined, page ?? PAGE_SIZE.usual);
    return { depth: below.depth + 1, cost: rowsOf(field, page, rows) * (workOf(field) + below.cost) };
  }

  /** The value of `first` or `last`, literal or variable; undefined when neither is a number, which the validation then judges. */
  private pageAsked(node: FieldNode): number | undefined {
    const argument = node.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last');
    if (!argument) return undefined;
    const asked = argument.value.kind === Kind.VARIABLE ? this.variable(argument.value.name.value) : literal(argument.value);
    if (typeof asked !== 'number') return undefined;
    if (asked <= LIMITS.page && asked >= 1) return asked;
    throw badRequest(
      `"${node.name.value}" can answer 1 to ${LIMITS.page} rows at a time, not ${asked}. Ask for the next page with \`after\`.`,
    );
  }

  private variable(name: string): unknown {
    if (Object.hasOwn(this.measured.variables, name)) return this.measured.variables[name];
    const definition = this.measured.operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
    return definition?.defaultValue && literal(definition.defaultValue);
  }

  private typeOf(fragment: FragmentDefinitionNode | InlineFragmentNode): GraphQLCompositeType | undefined {
    const name = fragment.typeCondition?.name.value;
    const type = name === undefined ? undefined : this.measured.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function fieldOf(type: GraphQLCompositeType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  if (!type || isUnionType(type) || !(isObjectType(type) || isInterfaceType(type))) return undefined;
  return type.getFields()[name];
}

/** How many objects a field answers: one, or as many as its list may have rows. */
function rowsOf(field: GraphQLField<unknown, unknown> | undefined, page: number | undefined, rowsOfPage: number): number {
  if (!field || !isListType(getNullableType(field.type))) return 1;
  if (field.name === 'nodes' || field.name === 'edges') return rowsOfPage;
  const { atMost } = field.extensions;
  return page ?? (typeof atMost === 'number' ? atMost : ROWS_OF_A_PLAIN_LIST);
}

/** What making one object costs: 1, unless its field says `extensions: { work: n }` because it reads much more than it answers. */
function workOf(field: GraphQLField<unknown, unknown> | undefined): number {
  const work = field?.extensions.work;
  return typeof work === 'number' ? work : 1;
}

function literal(node: ValueNode): number | undefined {
  return node.kind === Kind.INT ? Number(node.value) : undefined;
}
