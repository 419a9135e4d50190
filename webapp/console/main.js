// Puts the console together: one client, and what shows or uses it.

import { BoundClient } from '../modules/client.js';
import { countDown } from '../modules/countdown.js';
import { byId, onPress } from '../modules/dom.js';
import { bindSignIn } from '../modules/signin.js';
import { bindData } from './data.js';
import { bindDiagnosis } from './diagnosis.js';
import { bindHelp } from './help.js';
import { bindLog } from './log.js';
import { bindOwnSessions } from './own.js';
import { bindTheft } from './theft.js';

const client = new BoundClient();

bindLog(client);
bindSignIn(client);
countDown(client);
bindData(client);
bindTheft(client);
bindOwnSessions(client);
bindDiagnosis(client);
bindHelp();
onPress(byId('check'), () => client.check());
