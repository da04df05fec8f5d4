import { FileInput, Loader, Modal, Table } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { sessionNow } from '../graphql/session-now';
import { ActButton } from '../parts/act-button';
import { LateSkeleton } from '../parts/late-skeleton';
import { useFocusBack } from '../parts/use-focus-back';
import { useRefusals } from '../parts/use-refusals';
import { sentenceOf, type Said } from '../words/refusals';

/** What stands against one line of the file. */
interface Fault extends Said {
  readonly line: number;
  readonly column: string | null;
}

interface Report {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly done: boolean;
  readonly faultCount: number;
  readonly faults: readonly Fault[];
}

/** People by a file: tried first, with every fault named by its line, then done as a whole or not at all. */
export function PeopleImport({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const intl = useIntl();
  useFocusBack();
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<Report | 'failed'>();
  async function send(dryRun: boolean): Promise<void> {
    if (!file) return;
    setBusy(true);
    const answer = await fetch(`/people/import?dryRun=${String(dryRun)}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: await file.arrayBuffer(),
    })
      .then(async (one) => {
        if (one.status === 401) sessionNow.end(true); // the file stays chosen
        return one.ok || one.status === 422 ? ((await one.json()) as Report) : ('failed' as const);
      })
      .catch(() => 'failed' as const);
    setBusy(false);
    setReport(answer);
    if (answer !== 'failed' && answer.done) onDone();
  }
  const isGood = report !== undefined && report !== 'failed' && report.faultCount === 0 && !report.done;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={<FormattedMessage id="import.title" />}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'act.cancel' }) }}
    >
      <p>
        <FormattedMessage id="import.says" />
      </p>
      <FileInput
        accept="text/csv,.csv"
        label={<FormattedMessage id="import.file" />}
        placeholder={intl.formatMessage({ id: 'import.choose' })}
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          setReport(undefined);
        }}
        mb="md"
      />
      {busy ? (
        <p role="status">
          <Loader size="xs" /> <FormattedMessage id="import.reads" />
        </p>
      ) : null}
      {report ? <Told report={report} /> : null}
      <ActButton disabled={!file || busy} onClick={() => void send(!isGood)}>
        <FormattedMessage id={isGood ? 'import.do' : 'import.try'} />
      </ActButton>
    </Modal>
  );
}

function Told({ report }: { report: Report | 'failed' }) {
  if (report === 'failed')
    return (
      <p className="banner" data-tone="no" role="alert">
        <FormattedMessage id="import.failed" />
      </p>
    );
  const { rows, created, changed, unchanged, done, faultCount, faults } = report;
  if (faultCount === 0)
    return (
      <p className="banner" data-tone="approved" role="status">
        <FormattedMessage id={done ? 'import.done' : 'import.good'} values={{ rows, created, changed, unchanged }} />
      </p>
    );
  return (
    <div className="banner" data-tone="no" role="alert">
      <p>
        <FormattedMessage id="import.faults" values={{ count: faultCount }} />
      </p>
      <Faults faults={faults} />
    </div>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  const intl = useIntl();
  const refusals = useRefusals();
  if (!refusals) return <LateSkeleton rows={2} height={32} />;
  return (
    <Table>
      <Table.Tbody>
        {faults.map(({ line, column, ...said }) => (
          <Table.Tr key={`${line} ${column ?? ''} ${said.message}`}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>
              <FormattedMessage id="import.line" values={{ line }} />
            </Table.Td>
            <Table.Td>{column}</Table.Td>
            <Table.Td>{sentenceOf(intl, said, refusals.translated)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
