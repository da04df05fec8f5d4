import { Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SETTINGS, SettingsModule, type Settings, readSettings } from './index.js';

@Injectable()
class Room {
  constructor(@Inject(SETTINGS) readonly settings: Settings) {}
}

@Module({ providers: [Room], exports: [Room] })
class RoomModule {}

it('gives the settings to rooms that never import the module', async () => {
  const settings = readSettings({ DATABASE_URL: 'postgres://db/countersign' });
  const app = await Test.createTestingModule({ imports: [SettingsModule.of(settings), RoomModule] }).compile();
  expect(app.get(Room).settings).toBe(settings);
});
