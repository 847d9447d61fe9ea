package dev.mnemo.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.policy.Rejections.Rejection;
import dev.mnemo.kernel.fault.Refusal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RejectionsTest {
    private static final long ENTRY = 7;

    /// A unit vector at an angle in the plane.
    private static float[] at(double degrees) {
        return new float[] {(float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))};
    }

    /// Whether an entry at 0 degrees may not answer a question at an angle.
    private static boolean blocks(Rejections rejections, double degrees) {
        return rejections.blocks(ENTRY, at(degrees), Math.cos(Math.toRadians(degrees)));
    }

    @Test
    void a_rejected_question_and_its_neighbours_are_kept_from_the_entry_and_the_entry_keeps_its_side() {
        var rejections = new Rejections();
        rejections.add(new Rejection(ENTRY, at(20)));
        assertThat(blocks(rejections, 20)).isTrue();
        assertThat(blocks(rejections, 24)).isTrue();
        assertThat(blocks(rejections, 11)).isTrue();
        assertThat(blocks(rejections, 9)).isFalse();
        assertThat(blocks(rejections, 0)).isFalse();
        assertThat(blocks(rejections, -20)).isFalse();
        assertThat(rejections.blocks(ENTRY + 1, at(20), 0.9)).isFalse();
    }

    @Test
    void an_answer_that_is_wrong_for_its_own_question_is_given_to_nobody() {
        var rejections = new Rejections();
        rejections.add(new Rejection(ENTRY, at(0)));
        for (int degrees = -40; degrees <= 40; degrees += 10) {
            assertThat(blocks(rejections, degrees)).isTrue();
        }
    }

    @Test
    void rejections_survive_in_the_store_until_the_entry_is_forgotten() {
        var rejections = new Rejections();
        rejections.add(new Rejection(ENTRY, at(20)));
        rejections.add(new Rejection(ENTRY, at(20)));
        rejections.add(new Rejection(ENTRY, at(-30)));
        assertThat(rejections.all()).hasSize(2);
        var reopened = new Rejections();
        rejections.all().forEach(reopened::add);
        assertThat(blocks(reopened, -28)).isTrue();
        reopened.forget(ENTRY);
        assertThat(blocks(reopened, -28)).isFalse();
    }

    @Test
    void an_entry_with_many_complaints_is_not_asked_any_more() {
        var rejections = new Rejections();
        var random = new Random(1);
        for (int i = 0; i < 2 * Rejections.REJECTED_PER_ENTRY_MAX; i++) {
            rejections.add(new Rejection(ENTRY, at(90 + 90 * random.nextDouble())));
        }
        assertThat(rejections.all()).hasSize(Rejections.REJECTED_PER_ENTRY_MAX);
        assertThat(blocks(rejections, 1)).isTrue();
    }

    @Test
    void a_vector_that_is_no_number_is_refused() {
        assertThatThrownBy(() -> new Rejection(1, new float[] {Float.NaN})).isInstanceOf(Refusal.class);
    }
}
