import type { BodyOf } from '@feedflow/shared/api/client';
import { exitStatus } from '@feedflow/shared/command-line/exit-status';
import { API_EXITS, type Command, JSON_OPTION, print } from '../command.ts';
import { bodyOf, check, optionsOf, queryOf } from '../contract-options.ts';
import { describeAcknowledgement, describeAcknowledgements } from '../describe/attention.ts';
import { plain } from '../text.ts';

const ITEM = { name: 'ITEM', description: 'the id of an attention item, such as "source-Acme careers"' };

export const attentionCommands: readonly Command[] = [
  {
    name: 'attention list',
    summary: 'The attention items of the overview that are acknowledged or snoozed, by whom and until when.',
    options: JSON_OPTION,
    exits: API_EXITS,
    example: 'attention list',
    operations: ['listAcknowledgements'],
    perform: async (context) => {
      const list = await context.api.call('listAcknowledgements');
      return print(context, list, describeAcknowledgements(list.items));
    },
  },
  {
    name: 'attention acknowledge',
    arguments: [ITEM],
    summary: 'Acknowledges or snoozes an attention item: the overview hides it. Alerts are not affected.',
    details: 'Without --state it is snoozed whatever happens, for example during maintenance.',
    options: { ...optionsOf('acknowledge', 'body', ['item']), ...JSON_OPTION },
    exits: API_EXITS,
    example: 'attention acknowledge "source-Acme careers" --snooze-minutes 480 --reason maintenance',
    operations: ['acknowledge'],
    perform: async (context) => {
      const { api, line } = context;
      const body = bodyOf('acknowledge', line.values, { item: line.arguments[0] ?? '' });
      const made = await api.call('acknowledge', { body: body as BodyOf<'acknowledge'> });
      return print(context, made, describeAcknowledgement(made));
    },
  },
  {
    name: 'attention undo',
    arguments: [ITEM],
    summary: 'Shows an acknowledged or snoozed attention item again.',
    options: optionsOf('removeAcknowledgement', 'query'),
    exits: API_EXITS,
    example: 'attention undo "source-Acme careers"',
    operations: ['removeAcknowledgement'],
    perform: async ({
      api,
      line: {
        arguments: [item = ''],
        values,
      },
      terminal,
    }) => {
      const query = queryOf('removeAcknowledgement', values);
      check('removeAcknowledgement', 'params', { item }, { item: 'ITEM' });
      await api.call('removeAcknowledgement', { params: { item }, query });
      terminal.out.write(`${plain(item)} is shown again\n`);
      return exitStatus.done;
    },
  },
];
