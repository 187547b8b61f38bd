/** The style sheets in order; the rules for narrow windows, in columns, come last. */

import base from "./css/base.css";
import columns from "./css/columns.css";
import evidence from "./css/evidence.css";
import head from "./css/head.css";
import risks from "./css/risks.css";
import scorecard from "./css/scorecard.css";
import sound from "./css/sound.css";
import transcript from "./css/transcript.css";

export const style = [base, head, sound, transcript, evidence, risks, scorecard, columns].join("\n");
