/** The registry of rules, kept by hand: one line per file in this folder. A test holds the two equal. */
import type { Rule } from '#crawler/classify/define-rule.ts';
import { arrangesData } from './arranges-data.ts';
import { asksService } from './asks-service.ts';
import { buys } from './buys.ts';
import { callsAnyEndpoint } from './calls-any-endpoint.ts';
import { cancelsCommitment } from './cancels-commitment.ts';
import { capturesView } from './captures-view.ts';
import { changesAccess } from './changes-access.ts';
import { changesBilling } from './changes-billing.ts';
import { changesData } from './changes-data.ts';
import { chargesCustomer } from './charges-customer.ts';
import { clearsData } from './clears-data.ts';
import { computesAnswer } from './computes-answer.ts';
import { configures } from './configures.ts';
import { createsData } from './creates-data.ts';
import { declaredChanging } from './declared-changing.ts';
import { declaredDestructive } from './declared-destructive.ts';
import { deletesData } from './deletes-data.ts';
import { drivesInterface } from './drives-interface.ts';
import { generatesAsset } from './generates-asset.ts';
import { issuesInvoice } from './issues-invoice.ts';
import { movesMoney } from './moves-money.ts';
import { namesInformation } from './names-information.ts';
import { overwritesData } from './overwrites-data.ts';
import { publishes } from './publishes.ts';
import { requestsPayment } from './requests-payment.ts';
import { retrievesData } from './retrieves-data.ts';
import { revokesAccess } from './revokes-access.ts';
import { runsAgent } from './runs-agent.ts';
import { runsCode } from './runs-code.ts';
import { runsQuery } from './runs-query.ts';
import { sendsMessage } from './sends-message.ts';
import { signsIn } from './signs-in.ts';
import { signsTransaction } from './signs-transaction.ts';
import { startsProcess } from './starts-process.ts';
import { statesReadOnly } from './states-read-only.ts';
import { stopsProcess } from './stops-process.ts';
import { storesFile } from './stores-file.ts';
import { thinks } from './thinks.ts';
import { trades } from './trades.ts';
import { uninstallsSoftware } from './uninstalls-software.ts';
import { waits } from './waits.ts';

/** All rules, by id. */
export const rules: readonly Rule[] = [
  arrangesData,
  asksService,
  buys,
  callsAnyEndpoint,
  cancelsCommitment,
  capturesView,
  changesAccess,
  changesBilling,
  changesData,
  chargesCustomer,
  clearsData,
  computesAnswer,
  configures,
  createsData,
  declaredChanging,
  declaredDestructive,
  deletesData,
  drivesInterface,
  generatesAsset,
  issuesInvoice,
  movesMoney,
  namesInformation,
  overwritesData,
  publishes,
  requestsPayment,
  retrievesData,
  revokesAccess,
  runsAgent,
  runsCode,
  runsQuery,
  sendsMessage,
  signsIn,
  signsTransaction,
  startsProcess,
  statesReadOnly,
  stopsProcess,
  storesFile,
  thinks,
  trades,
  uninstallsSoftware,
  waits,
];
