# frozen_string_literal: true

# Runs jobs in the background.
module Work
  # Takes jobs from a +Queue+ one by one.
  class Worker < Base
    # Starts the worker.
    def start(queue, retries: 3, *rest, &block)
      @queue = queue
    end

    # Makes a worker and starts it.
    def self.run(name = nil)
    end

    class << self
      # Counts the workers.
      def count; end
    end

    private

    # Hidden.
    def grow
    end
  end
end
