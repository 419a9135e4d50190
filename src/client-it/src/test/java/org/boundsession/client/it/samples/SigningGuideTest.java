package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.ProofSigner;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.junit.jupiter.api.Test;

/** What the guide says of signatures is right. */
class SigningGuideTest {

    private static final ProofSigner SIGNER = new ProofSigner(Vector.SECRET, Vector.KEYID);

    @Test
    void derivesTheKey() {
        assertThat(ProofSigner.keyid(Vector.SESSION)).isEqualTo(Vector.KEYID);
        assertThat(HexFormat.of().formatHex(SIGNER.key())).isEqualTo(Vector.KEY);
    }

    @Test
    void signsEachVector() {
        assertThat(Vector.all())
                .hasSize(6)
                .allSatisfy(vector -> assertThat(proof(vector).mac()).isEqualTo(vector.signature()));
    }

    @Test
    void showsTheSignatureBases() {
        List<Vector> vectors = Vector.all();

        assertThat(Vector.bases())
                .containsExactly(
                        proof(vectors.get(0)).base(), proof(vectors.get(4)).base());
    }

    @Test
    void showsTheHeaders() {
        Proof first = proof(Vector.all().get(0));

        assertThat(Vector.guide()).contains(first.signatureInput(), "Signature: " + first.signature());
    }

    private static Proof proof(Vector vector) {
        UnsignedRequest request = SIGNER.request(vector.method(), vector.target())
                .created(Long.parseLong(vector.created()))
                .nonce(vector.nonce());
        for (var field : vector.fields().entrySet()) {
            request = request.field(field.getKey(), field.getValue());
        }
        return request.sign();
    }
}
