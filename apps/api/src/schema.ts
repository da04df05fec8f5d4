import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { FEATURES } from './features.js';
import { describe } from './graphql/describe.js';
import { GraphqlModule } from './graphql/graphql.module.js';

const RESOLVER = 'graphql:resolver_type';

/** The text of the schema that the api serves, made from the resolvers alone: no database, no server. Types, fields and values are sorted. */
export async function schemaText(): Promise<string> {
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const schema = await builder.get(GraphQLSchemaFactory).create([GraphqlModule, ...FEATURES].flatMap(resolversOf));
  await builder.close();
  return `${printSchema(lexicographicSortSchema(describe(schema)))}\n`;
}

/** The resolver classes among the providers of a module and of the modules that it imports. */
function resolversOf(module: Type | DynamicModule): Type[] {
  const type = 'module' in module ? module.module : module;
  const listed = (key: 'providers' | 'imports') => [
    ...((Reflect.getMetadata(key, type) ?? []) as unknown[]),
    ...(('module' in module && module[key]) || []),
  ];
  return listed('providers').filter(
    (provider): provider is Type => typeof provider === 'function' && Reflect.hasMetadata(RESOLVER, provider),
  );
}
