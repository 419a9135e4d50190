package org.boundsession;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.boundsession.admin.HashingFigures;
import org.boundsession.binding.BindingScheme;
import org.boundsession.binding.BindingSchemes;
import org.boundsession.binding.RequestTarget;
import org.boundsession.binding.secret.SecretHeader;
import org.boundsession.binding.secret.SecretScheme;
import org.boundsession.binding.signature.Replays;
import org.boundsession.binding.signature.SignatureScheme;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.web.HttpParts;

/** Builds the kinds of binding: the built-in ones, and those that {@link ServiceLoader} finds. */
final class Kinds {

    private Kinds() {}

    static BindingSchemes of(
            Settings settings, SessionSecrets secrets, HashingFigures hashing, RequestTarget target, Replays replays) {
        List<BindingScheme> kinds = new ArrayList<>();
        HttpParts.Options web = settings.web();
        kinds.add(new SecretScheme(
                secrets, web.secretHeader(), web.secretMinLength(), settings.bcryptCost(), hashing::record));
        kinds.add(signature(settings, secrets, target, replays));
        ServiceLoader.load(BindingScheme.class, Kinds.class.getClassLoader()).forEach(kinds::add);
        return new BindingSchemes(kinds, settings.bindings());
    }

    private static SignatureScheme signature(
            Settings settings, SessionSecrets secrets, RequestTarget target, Replays replays) {
        ProofSettings proofs = settings.proofs();
        return new SignatureScheme(
                secrets,
                new SecretHeader(settings.web().secretHeader(), proofs.secretMinLength()),
                new SignatureScheme.Options(
                        proofs.components(), proofs.windowSeconds(), proofs.mismatchLimit(), target),
                replays,
                Clock.systemUTC());
    }
}
